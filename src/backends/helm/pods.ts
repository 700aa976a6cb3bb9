/** Values of charts that are not of CLP's configuration: image, workers. */
import { constant, derived, map, type Sourced, sourced } from "../../base/origin.ts";
import type { Image } from "../../model/model.ts";
import type { ClusterOptions, WorkerKey } from "../cluster/cluster-options.ts";
import { kept } from "./numbers.ts";
import { scheduling } from "./worker-scheduling.ts";
import { passedOn } from "./written.ts";

/** Without the secret file the chart fails, and never installs its own passwords. */
export const NO_CREDENTIALS = sourced(
  null,
  constant("takes the chart's own passwords away; values.secret.yaml has the real ones"),
);

/** The chart joins both with a colon, so a reference with a digest is parted at the colon in that. */
export function imageInTwo({ reference, repository, tag, digest }: Image): {
  repository: Sourced<string>;
  tag: Sourced<string>;
} {
  const last = digest?.slice(digest.indexOf(":") + 1) ?? tag;
  if (last === undefined) {
    return {
      repository: reference,
      tag: sourced("latest", derived("what an image without a tag means", reference.origin)),
    };
  }
  const before = digest === undefined ? repository : reference.value.slice(0, -last.length - 1);
  return {
    repository: map(reference, "the image before its last colon", () => before),
    tag: map(reference, "the image behind its last colon", () => last),
  };
}

/** For a chart that takes a digest apart. Without tag and digest an image means its tag latest. */
export function imageInThree({ reference, repository, tag, digest }: Image): {
  repository: Sourced<string>;
  tag: Sourced<string> | undefined;
  digest: Sourced<string> | undefined;
} {
  const part = (text: string, what: string) => map(reference, `the ${what} of the image`, () => text);
  const latest = digest === undefined ? "latest" : undefined;
  const its = tag ?? latest;
  return {
    repository: part(repository, "repository"),
    tag: its === undefined ? undefined : part(its, "tag"),
    digest: digest === undefined ? undefined : part(digest, "digest"),
  };
}

/** A worker, for charts that have its scheduling in a section of its own. */
export function worker(options: ClusterOptions, name: WorkerKey) {
  return {
    replicas: kept(options.replicas[name]),
    scheduling: passedOn<object>(scheduling(options, name)),
  };
}
