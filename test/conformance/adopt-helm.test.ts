/**
 * All values with which CLP's real charts were rendered, of all releases: what is made of them gives the same
 * values, or lists what it leaves.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fromHelm } from "../../src/adopt/helm/from-helm.ts";
import { at, isPlainMap, laidOver, type Plain } from "../../src/adopt/plain.ts";
import { chartOf } from "../../src/backends/helm/charts.ts";
import { RELEASES } from "../../src/clp/releases/releases.ts";

const ROOT = new URL("../../../shared/reference/", import.meta.url);

/** The words in which something is listed, by path and what it is said of. */
type Left = Readonly<Record<string, string>>;

const OTHER = "what is compiled has another value";
const NO_KEY = "no key of the inputs says it";
const AWAY = "what is compiled has null in its place";
const MORE = "is not among the values, and what is compiled has it";

/**
 * What is listed of a case, and nothing else is.
 *
 * @param isWhole true where all that the chart has is among the values
 */
function leftOf(chart: string, name: string, isWhole: boolean): Left {
  const isLatest = chart === "0.4.0";
  const scheduling = isLatest ? "scheduling.queryWorker" : "queryWorker.scheduling";
  const slots = isWhole ? "compressionWorker" : "queryWorker";
  const one = isWhole ? "" : ", as kubernetes.worker_concurrency says it for all of them";
  switch (name) {
    case "distributed":
      return {
        // Without a selector of pods the chart's constraint spreads nothing; the compiler writes the one that is meant (H21).
        [`${scheduling}.topologySpreadConstraints`]: OTHER,
        // One key says it of all workers: most of those that somebody wrote count.
        ...(isLatest ? { [`scheduling.${slots}.slotsPerPod`]: `${OTHER}${one}` } : {}),
        // The chart's stateful sets have its own class, whatever this says (H3).
        ...(chart === "0.1.3" ? { "storage.storageClassName": OTHER } : {}),
      };
    case "presto":
      return isLatest
        ? // The chart gives Presto no limits.
          { "resources.prestoWorker.limits": MORE, "resources.prestoCoordinator.limits": MORE }
        : // The chart runs services beside Presto that CLP's own scripts do not.
          Object.fromEntries(
            ["query_scheduler.jobs_poll_delay", "query_worker.logging_level", "reducer.logging_level"].map(
              (key) => [`clpConfig.${key}`, AWAY],
            ),
          );
    case "s3-default-auth":
      return { "serviceAccount.annotations": NO_KEY };
    case "s3-profile":
      // Files of profiles stand on no host that compiles.
      return isLatest ? { "clpConfig.aws_config.config": AWAY } : {};
    case "images":
      // It is the chart's own tool: the compiled manifests have no such container.
      return isLatest
        ? { "image.kubectl.repository": OTHER, "image.kubectl.digest": OTHER, "image.kubectl.tag": NO_KEY }
        : {};
    default:
      return {};
  }
}

const PULL_POLICY = /^image\.(\w+)\.pullPolicy$/;

/** The images whose pull policy is another than the carried one, where the chart would not have it by itself. */
function otherPolicies(all: Plain, defaults: Plain, carried: Plain): readonly string[] {
  const images = at(all, ["image"]);
  return Object.keys(isPlainMap(images) ? images : {}).filter((name) => {
    const path = ["image", name, "pullPolicy"];
    const policy = at(all, path);
    return policy !== undefined && policy !== carried && policy !== at(defaults, path);
  });
}

describe.each(RELEASES)("chart $chart", (release) => {
  const folder = new URL(`v${release.id}/helm-chart-${release.chart}-rendered/`, ROOT);
  const read = (url: URL): unknown => JSON.parse(readFileSync(url, "utf8"));
  const cases = existsSync(folder) ? readdirSync(folder).map((file) => file.replace(".json", "")) : [];
  const defaults = chartOf(release).defaults as Plain;

  test("there are values", () => expect(cases.length).toBeGreaterThan(5));

  test("its own values are what is said of them", () => {
    const url = new URL(`v${release.id}/helm-chart-${release.chart}-default-values.json`, ROOT);
    expect(defaults).toEqual(read(url));
  });

  describe.each(cases)("%s", (name) => {
    const { values } = read(new URL(`${name}.json`, folder)) as { readonly values: Plain };

    describe.each([
      ["as they were given", values ?? {}, false],
      ["with all that the chart has", laidOver(defaults, values ?? {}), true],
    ])("%s", (_, given, isWhole) => {
      const { inputs, diagnostics } = fromHelm(
        { name: "values.yaml", content: JSON.stringify(given) },
        release,
      );
      const said = diagnostics
        .filter(({ severity }) => severity !== "note")
        .map(({ path, message, notes }) => ({
          path: path.join("."),
          message,
          // What one key says of several images is listed once.
          same:
            notes
              .join("\n")
              .match(/^The same holds of (.*)$/m)?.[1]
              ?.split(", ") ?? [],
        }));

      test("lists what no key of the inputs says, and nothing else", () => {
        const left = said.filter(({ path }) => !PULL_POLICY.test(path));
        const known = leftOf(release.chart, name, isWhole);
        expect(left.map(({ path }) => path).sort()).toEqual(Object.keys(known).sort());
        for (const { path, message } of left)
          expect(message.endsWith(` ${known[path]!}`) || message.endsWith(`: ${known[path]!}`)).toBe(true);
      });

      test("lists the pull policies that differ from the one of all images", () => {
        const carried = at(inputs!.site, ["kubernetes", "image_pull_policy"]) ?? "IfNotPresent";
        const all = laidOver(defaults, given);
        const listed = said
          .flatMap(({ path, same }) => [path, ...same])
          .flatMap((path) => PULL_POLICY.exec(path)?.[1] ?? []);
        expect(listed).toEqual(expect.arrayContaining([...otherPolicies(all, defaults, carried)]));
        for (const image of listed) expect(at(all, ["image", image, "pullPolicy"])).not.toBe(carried);
      });
    });
  });
});
