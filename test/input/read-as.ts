/** Reads a config as one of a release, whether that can be compiled for or not. */
import { createReporter, type Diagnostic } from "../../src/base/diagnostic.ts";
import { sourced } from "../../src/base/origin.ts";
import { type ReleaseId, releaseOf } from "../../src/clp/releases/releases.ts";
import { read } from "../../src/input/read/read.ts";
import { type Config, configSchema } from "../../src/input/schema/config.ts";
import { decode } from "../../src/input/yaml/decode.ts";
import { readDocument } from "../../src/input/yaml/document.ts";

/** @param known false where what the site file says of the release is wrong itself */
export function readAs(
  id: ReleaseId,
  text: string,
  known = true,
): { readonly config: Config; readonly findings: readonly Diagnostic[] } {
  const release = releaseOf(id);
  const reporter = createReporter();
  const { root } = readDocument(
    decode({ name: "clp-config.yaml", content: text }, "config", reporter),
    "config",
    reporter,
  );
  const path = ["clp_version"];
  const config = read<Config>(configSchema(release), root, {
    file: "config",
    textOf: () => text,
    defaultsOf: release.name,
    reporter,
    release: sourced(
      release,
      known ? { kind: "default", file: "site", path, rule: "" } : { kind: "invalid", path, span: undefined },
    ),
  });
  return { config, findings: reporter.diagnostics };
}
