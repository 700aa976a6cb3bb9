/** Reads the project file, clp-compile.yaml: the deployments of a repository, each with what it is compiled of. */
import { createReporter, type Diagnostic, hasErrors, type Reporter } from "../base/diagnostic.ts";
import { isInvalid, type LayerId, type Sourced, sourced } from "../base/origin.ts";
import type { SourceTexts } from "../base/source-text.ts";
import { given, pick } from "../base/typed.ts";
import { sourceText } from "./mask.ts";
import { read } from "./read/read.ts";
import { type ProjectFile, projectSchema } from "./schema/project.ts";
import type { Source } from "./source.ts";
import { decode } from "./yaml/decode.ts";
import { readDocument } from "./yaml/document.ts";

/** What `emit` of the project file may name. */
export type EmittedName = "compose" | "helm" | "kubernetes" | "diagram" | "docs";

/** One deployment of a project, its defaults applied. Paths are as they are written. */
export interface ProjectDeployment {
  readonly name: Sourced<string>;
  /** At least one, but where that has been reported. */
  readonly config: readonly Sourced<string>[];
  readonly site: readonly Sourced<string>[];
  readonly credentials: Sourced<string> | undefined;
  readonly noSecrets: boolean;
  readonly emit: readonly EmittedName[] | undefined;
  readonly strict: boolean;
  readonly markdown: readonly Sourced<string>[];
  readonly out: Sourced<string>;
}

/** The deployments of a project file, and what is wrong with it. */
export interface Project {
  /** In the order of the file. */
  readonly deployments: readonly ProjectDeployment[];
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly ok: boolean;
  readonly texts: SourceTexts;
}

/**
 * Reads the project file. Reports what is wrong with each key (`CLP1xxx`, `CLP2xxx`), `CLP2140` for a
 * deployment without a config, `CLP2141` where there is no deployment, and `CLP6580` for one without an output.
 */
export function readProject(source: Source): Project {
  const reporter = createReporter();
  const decoded = decode(source, "project", reporter);
  const document = readDocument(decoded, "project", reporter);
  const { text } = decoded;
  const file = read<ProjectFile>(projectSchema(), document.root, {
    file: "project",
    textOf: (_: LayerId) => text,
    defaultsOf: "the project file",
    reporter,
  });
  const named = pick(file, "deployments");
  if (Object.keys(named.value).length === 0)
    reporter.report("CLP2141", named.origin, "Nothing to compile: the project file names no deployment", {
      help: "Name one: `deployments: {prod: {config: [etc/clp-config.yaml]}}`",
    });
  for (const section of [file.defaults, ...Object.values(named.value)]) {
    const emit = given(section, "emit");
    if (emit?.value.length === 0)
      reporter.report("CLP6580", emit.origin, "Nothing to make: emit is an empty list", {
        help: "Name outputs, or leave it out for all that can carry the deployment",
      });
  }
  const deployments = Object.keys(named.value).map((name) => deploymentOf(name, file, reporter));
  const project = sourceText("project", source, text, document);
  const { diagnostics } = reporter;
  return { deployments, diagnostics, ok: !hasErrors(diagnostics), texts: { project } };
}

/** True where what is written for a key of a deployment is wrong: of an optional one no trace is left. */
function hasReported({ diagnostics }: Reporter, name: string, key: string): boolean {
  return diagnostics.some(({ path: [section, first, second] }) =>
    section === "defaults" ? first === key : first === name && second === key,
  );
}

function deploymentOf(
  name: string,
  { defaults, deployments }: ProjectFile,
  reporter: Reporter,
): ProjectDeployment {
  const { value: own, origin } = pick(deployments, name) as Sourced<ProjectFile["deployments"][string]>;
  type Shared = keyof ProjectFile["defaults"];
  const of = <K extends Shared>(key: K) => given(own, key) ?? given(defaults, key);
  const list = (key: "config" | "site" | "markdown"): readonly Sourced<string>[] => {
    const { value } = of(key) ?? {};
    return value === undefined ? [] : value.map((_, index) => pick(value, index));
  };
  const config = list("config");
  if (config.length === 0 && !isInvalid(origin) && !hasReported(reporter, name, "config"))
    reporter.report("CLP2140", origin, `Cannot compile ${name}: no config is named for it`, {
      path: ["deployments", name],
      help: `Name it here, or in the defaults: \`config: [etc/clp-config.yaml]\``,
    });
  return {
    name: sourced(name, origin),
    config,
    site: list("site"),
    credentials: of("credentials"),
    noSecrets: of("no_secrets")?.value ?? false,
    emit: of("emit")?.value,
    strict: of("strict")?.value ?? false,
    markdown: list("markdown"),
    out: given(own, "out") ?? sourced(`out/${name}`, origin),
  };
}
