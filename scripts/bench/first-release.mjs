// The program as it would be if CLP had no release after its first one: what is there for later ones alone is left out.
// What both have stays, such as a question of a capability, so that the rest of the program works as it does.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { root } from "../bundle.mjs";

/** Takes out of a list what is behind its first item. */
const first = (list) => [new RegExp(`(\\b${list}\\b[^\\n]*? = \\[\\w+),[^\\]]*\\]`), "$1]"];

/** Takes a line out. */
const line = (text) => [new RegExp(`^ *${text.replaceAll(/[.?*+^$()[\]{}|]/g, "\\$&")}\\n`, "m"), ""];

/** Takes an entry out of an object or a list that is written over several lines. */
const entry = (begin) => [new RegExp(`^( *)${begin}[\\s\\S]*?\\n\\1[}\\])]+,\\n`, "m"), ""];

/** Leaves nothing of a function but what it answers where there is one release. */
const answers = (name, answer) => [
  new RegExp(`^(export )?function ${name}\\b[\\s\\S]*?\\n\\}\\n`, "m"),
  `$1function ${name}() { return ${answer}; }\n`,
];

/** By module: what is written otherwise. Each edit has to find its place. */
const EDITS = {
  // The lists.
  "src/clp/releases/releases.ts": [first("RELEASES"), [/(DEFAULT_RELEASE) = \w+/, "$1 = RELEASES[0]"]],
  "src/clp/releases/upgrades/upgrades.ts": [[/(UPGRADES\b.*? =) \[.*\]/, "$1 []"]],
  "src/backends/helm/charts.ts": [first("CHARTS")],
  // The way from one to another.
  "src/cli/usage/commands.ts": [[/^ {2}\{\n {4}name: "migrate"[\s\S]*?\n {2}\},\n/m, ""]],
  "src/cli/commands/schema.ts": [[/^ *migration: .*\n/m, ""]],
  "src/codes.ts": [
    line("MIGRATE_CODES,"),
    line("HOPS_CODES,"),
    line("QUERY_SERVICES_CODES,"),
    line("TELEMETRY_CODES,"),
  ],
  "src/plan/compare/passage.ts": [
    answers("passageBetween", "undefined"),
    answers("oneWaysOf", "[]"),
    answers("unreadable", "[]"),
  ],
  "src/plan/compare/compose-release.ts": [
    ...["backUpSteps", "putAwaySteps", "recoveryFileSteps", "lastSteps", "wayBackSteps"].map((name) =>
      answers(name, "[]"),
    ),
  ],
  "src/plan/compare/kubernetes-release.ts": [answers("kubernetesReleaseSteps", "undefined")],
  "src/plan/compare/helm-plan.ts": [
    answers("otherChartSteps", "[]"),
    answers("chartWarnings", "[]"),
    answers("chartNotes", "[]"),
  ],
  "src/plan/plan-between.ts": [[/releasesPlan\(passage, old\)/, "undefined"]],
  "src/plan/say/words.ts": [answers("releaseSections", "[]")],
  "src/cli/output/unnamed-release.ts": [answers("unnamedRelease", "undefined")],
  // Keys of other releases; those of releases that nobody compiles for are told all the same.
  "src/input/schema/at-release.ts": [
    answers("isIn", "true"),
    [/^(export function atRelease.*\{)$/m, "$1 return schema;"],
  ],
  "src/input/other-releases.ts": [
    [/^ {2}const found = schemasAt[\s\S]*?\n\}\n/m, "  return undefined;\n}\n"],
    answers("valueOfOtherRelease", "undefined"),
    answers("nullSince", "undefined"),
  ],
  // Telemetry, and query services that may be null.
  "src/clp/components/catalogue.ts": [line('"otel-collector": otelCollector,')],
  "src/clp/package/component-ids.ts": [line('"otel-collector",')],
  "src/lower/containers.ts": [answers("reportsToOf", "{}")],
  "src/lower/files.ts": [entry('"otel-collector-conf":')],
  "src/lower/telemetry-settings.ts": [
    answers("telemetryRuns", "sourced(false, constant(`${arguments[0].release.name} sends no telemetry`))"),
    answers("telemetrySettings", "undefined"),
  ],
  "src/lower/telemetry-environment.ts": [
    answers("telemetryEnvironment", "{}"),
    answers("reportInterval", "undefined"),
    answers("intervalEnvironment", "{}"),
  ],
  "src/lower/rules/all-rules.ts": [line("...queryServiceRules,"), line("...telemetryRules,")],
};

/** Entries of tables, as the formatter has them. */
const ENTRIES = /^ {2}(\w+): \{\n[\s\S]*?^ {2}\},\n/gm;

/**
 * @param {Readonly<Record<string, string>>} generated the text of generated modules, by their paths
 * @param {(code: string) => boolean} isReported whether anything that is left reports a code
 * @returns {import("esbuild").Plugin}
 */
export function firstReleaseAlone(generated, isReported) {
  return {
    name: "first-release-alone",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
        const name = relative(root, path).replaceAll("\\", "/");
        return {
          contents: generated[name] ?? withoutLater(name, readFileSync(path, "utf8"), isReported),
          loader: "ts",
        };
      });
    },
  };
}

/** The modules that are edited, by their paths from the root. */
export const EDITED = Object.keys(EDITS);

/**
 * The text of a module without what is there for later releases.
 *
 * @throws where something that is to be left out is not there any more
 */
export function withoutLater(name, text, isReported) {
  if (/-defects\.ts$/.test(name))
    return text.replaceAll(ENTRIES, (one) => (one.includes('since: "0.9.0"') ? one : ""));
  if (/codes\.ts$/.test(name)) text = text.replaceAll(ENTRIES, (one, code) => (isReported(code) ? one : ""));
  for (const [place, by] of EDITS[name] ?? []) {
    const edited = text.replace(place, by);
    if (edited === text) throw new Error(`${name} has nothing like ${place}`);
    text = edited;
  }
  return text;
}
