/** One side of a comparison: a compiled deployment, read from its files alone. */
import { COMPOSE_FOLDER } from "../../base/compose-folder.ts";
import { type CompiledFiles, UnreadableFile } from "../compiled-files.ts";
import { COMPOSE_FILE, ENV, ENV_EXAMPLE, PREPARE_SCRIPT } from "./compose-files.ts";
import { type ComposeProject, readProject } from "./compose-project.ts";
import { parsed } from "./document.ts";
import { readDotenv } from "./env-file-text.ts";
import { type KubernetesObject, readObjects } from "./kubernetes-objects.ts";
import { secretsIn } from "./secret-files.ts";
import { type KnownVolume, ownersIn, volumesIn } from "./volumes.ts";

export interface Deployed {
  /** The release of CLP; empty where nothing says it. */
  readonly release: string;
  /** `full`, `spider-base` …; empty where nothing says it. */
  readonly type: string;
  /** The version of the compiler; empty where nothing says it. */
  readonly compiler: string;
  /** What the directories of the host hold; undefined where nothing says it. */
  readonly volumes: readonly KnownVolume[] | undefined;
  /** By path, whose the directories are that the deployment makes; undefined where nothing says it. */
  readonly owners: ReadonlyMap<string, string> | undefined;
  readonly compose?: ComposeSide;
  /** Where it is on several hosts, what each of them runs, by its name. */
  readonly hosts: ReadonlyMap<string, ComposeSide>;
  readonly kubernetes?: readonly KubernetesObject[];
  /** The chart's values. */
  readonly helm?: unknown;
  /** The values of all secrets that were at hand, by names that may be shown; undefined: none was. */
  readonly secrets: ReadonlyMap<string, string> | undefined;
  /** All files that hold secrets … */
  readonly secretPaths: readonly string[];
  /** … and those of them that were not at hand. */
  readonly missingSecrets: readonly string[];
  readonly files: CompiledFiles;
}

export interface ComposeSide {
  readonly project: ComposeProject;
  /** The variables of `.env` that are no secrets. */
  readonly settings: ReadonlyMap<string, string>;
  /** What `.env` on this host says instead, where it was at hand. */
  readonly overrides: ReadonlyMap<string, string>;
  readonly script: string;
}

type Json = Readonly<Record<string, unknown>>;

const VALUES = "helm/values.yaml";

/** @throws UnreadableFile */
export function readDeployed(files: CompiledFiles): Deployed {
  const { texts } = files;
  const manifest = manifestOf(texts.get("manifest.json"));
  const listedSecrets = pathsIn(manifest["secret_files"]);
  const compose = composeOf(texts);
  const kubernetes = readObjects(
    [...texts].filter(
      ([path]) => /^kubernetes\/(?!secrets\/).*\.yaml$/.test(path) && !path.endsWith("kustomization.yaml"),
    ),
  );
  const values = texts.get(VALUES);
  return {
    release: said(manifest["release"]),
    type: said(manifest["deployment"]),
    compiler: said(manifest["compiler"]),
    volumes: volumesIn(manifest),
    owners: ownersIn(manifest),
    ...(compose === undefined ? {} : { compose }),
    hosts: hostsIn(texts),
    ...(kubernetes.length === 0 ? {} : { kubernetes }),
    ...(values === undefined ? {} : { helm: parsed(VALUES, values) }),
    secrets: secretsIn(texts, compose?.settings),
    secretPaths: listedSecrets,
    missingSecrets: listedSecrets.filter((path) => !texts.has(path)),
    files,
  };
}

function manifestOf(text: string | undefined): Json {
  if (text === undefined) return {};
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new UnreadableFile("manifest.json", "it is no JSON");
  }
  if (typeof content !== "object" || content === null)
    throw new UnreadableFile("manifest.json", "it is no manifest");
  return content as Json;
}

function said(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function pathsIn(list: unknown): readonly string[] {
  return Array.isArray(list)
    ? list.map((item: { readonly path?: unknown }) => said(item?.path)).filter((path) => path !== "")
    : [];
}

const OF_HOST = new RegExp(`^${COMPOSE_FOLDER}/hosts/([^/]+)/`);

/** The host to which a file of a bundle belongs. */
export function hostOf(path: string): string | undefined {
  return OF_HOST.exec(path)?.[1];
}

/** A bundle is laid out as the folder of a deployment on one host. */
function hostsIn(texts: CompiledFiles["texts"]): ReadonlyMap<string, ComposeSide> {
  const bundles = new Map<string, Map<string, string>>();
  for (const [path, text] of texts) {
    const host = hostOf(path);
    if (host === undefined) continue;
    const bundle = bundles.get(host) ?? new Map<string, string>();
    bundles.set(host, bundle.set(path.replace(OF_HOST, `${COMPOSE_FOLDER}/`), text));
  }
  return new Map(
    [...bundles].flatMap(([host, bundle]) => {
      const side = composeOf(bundle);
      return side === undefined ? [] : [[host, side] as const];
    }),
  );
}

function composeOf(texts: CompiledFiles["texts"]): ComposeSide | undefined {
  const text = texts.get(COMPOSE_FILE);
  if (text === undefined) return undefined;
  const example = readDotenv(texts.get(ENV_EXAMPLE) ?? "");
  // In the example secrets are blank.
  const settings = new Map([...example].filter(([, value]) => value !== ""));
  const own = readDotenv(texts.get(ENV) ?? "");
  const script = texts.get(PREPARE_SCRIPT) ?? "";
  const overrides = new Map(
    [...settings.keys()].flatMap((name) => {
      const value = own.get(name);
      return value === undefined || value === settings.get(name) ? [] : [[name, value] as const];
    }),
  );
  return {
    // As the engine has been told it on this host.
    project: readProject(text, new Map([...settings, ...overrides])),
    settings,
    overrides,
    script,
  };
}
