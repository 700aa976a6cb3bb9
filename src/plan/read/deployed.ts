/** One side of a comparison: a compiled deployment, read from its files alone. */
import {
  type CompiledFiles,
  pathOfHost,
  pathOnHost,
  readElsewhere,
  type TypedFrom,
  UnreadableFile,
} from "../compiled-files.ts";
import { type DocumentReader, documentsOf } from "./compiled-documents.ts";
import { COMPOSE_FILE, ENV, ENV_EXAMPLE, PREPARE_SCRIPT } from "./compose-files.ts";
import { type ComposeProject, readProject } from "./compose-project.ts";
import { readDotenv } from "./env-file-text.ts";
import { type KubernetesObject, readObjects } from "./kubernetes-objects.ts";
import { type KnownVolume, ownersIn, volumesIn } from "./manifest-volumes.ts";
import { secretsIn } from "./secrets-at-hand.ts";

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
  /** Of a deployment on several hosts, each with what it runs; then there is no `compose`. */
  readonly hosts?: readonly DeployedHost[];
  readonly kubernetes?: readonly KubernetesObject[];
  /** The chart's values. */
  readonly helm?: unknown;
  /** The values of all secrets that were at hand, by names that may be shown; undefined: none was. */
  readonly secrets: ReadonlyMap<string, string> | undefined;
  /** True where no file has what `docker compose` asks for: it takes secrets from its environment. */
  readonly secretsInEnvironment: boolean;
  /** All files that hold secrets … */
  readonly secretPaths: readonly string[];
  /** … and those of them that were not at hand. */
  readonly missingSecrets: readonly string[];
  readonly files: CompiledFiles;
  /** Undefined where commands are typed in the folder of what they are about. */
  readonly typedFrom: TypedFrom | undefined;
}

/** One host of several. */
export interface DeployedHost {
  readonly name: string;
  readonly address: string;
  readonly runs: readonly string[];
  /** Where a file of it is that is read as if it were `compose/…`. */
  readonly pathOf: (path: string) => string;
  /** Its own files, as those of one host are read. */
  readonly side: Deployed;
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
export function readDeployed(
  files: CompiledFiles,
  typedFrom?: TypedFrom,
  read: DocumentReader = documentsOf,
): Deployed {
  const { texts } = files;
  const manifest = manifestOf(texts.get("manifest.json"));
  const listedSecrets = pathsIn(manifest["secret_files"]);
  const compose = composeOf(texts, read);
  const kubernetes = readObjects(
    [...texts].filter(
      ([path]) => /^kubernetes\/(?!secrets\/).*\.yaml$/.test(path) && !path.endsWith("kustomization.yaml"),
    ),
    read,
  );
  const values = texts.get(VALUES);
  const hosts = hostsIn(manifest, texts, read);
  const secrets = secretsIn(texts, compose?.settings) ?? together(hosts);
  return {
    release: said(manifest["release"]),
    type: said(manifest["deployment"]),
    compiler: said(manifest["compiler"]),
    volumes: volumesIn(manifest),
    owners: ownersIn(manifest),
    ...(compose === undefined ? {} : { compose }),
    ...(hosts.length === 0 ? {} : { hosts }),
    ...(kubernetes.length === 0 ? {} : { kubernetes }),
    ...(values === undefined ? {} : { helm: read(VALUES, values)[0] ?? null }),
    secrets,
    secretsInEnvironment:
      (compose !== undefined || hosts.length > 0) &&
      Array.isArray(manifest["secret_files"]) &&
      !listedSecrets.some((path) => path.endsWith("/.env")),
    secretPaths: listedSecrets,
    missingSecrets: listedSecrets.filter((path) => !texts.has(path)),
    files,
    typedFrom,
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

/** The hosts that a manifest names and that have files, each read as if there were no other. */
function hostsIn(
  manifest: Json,
  texts: CompiledFiles["texts"],
  read: DocumentReader,
): readonly DeployedHost[] {
  const { hosts, secret_files: secretFiles, ...rest } = manifest;
  if (!Array.isArray(hosts)) return [];
  return hosts.flatMap((item: unknown): readonly DeployedHost[] => {
    if (typeof item !== "object" || item === null) return [];
    const { name, address, components } = item as Json;
    const own = (path: string): readonly string[] => {
      const found = pathOfHost(said(name), path);
      return found === undefined ? [] : [found];
    };
    const files = [...texts].flatMap(([path, text]) => own(path).map((one) => [one, text] as const));
    if (said(name) === "" || files.length === 0) return [];
    const ownManifest = {
      ...rest,
      secret_files: pathsIn(secretFiles)
        .flatMap(own)
        .map((path) => ({ path })),
    };
    const pathOf = (path: string): string => pathOnHost(said(name), path);
    return [
      {
        name: said(name),
        pathOf,
        address: said(address),
        runs: Array.isArray(components) ? components.map(said).filter((one) => one !== "") : [],
        side: readElsewhere(pathOf, () => {
          const its = { texts: new Map([...files, ["manifest.json", JSON.stringify(ownManifest)]]) };
          return readDeployed(its, undefined, read);
        }),
      },
    ];
  });
}

/** The secrets of all hosts; undefined where those of one were not at hand. */
function together(hosts: readonly DeployedHost[]): ReadonlyMap<string, string> | undefined {
  const all = hosts.map(({ side }) => side.secrets);
  if (all.length === 0 || all.includes(undefined)) return undefined;
  return new Map(all.flatMap((secrets) => [...(secrets ?? [])]));
}

function composeOf(texts: CompiledFiles["texts"], read: DocumentReader): ComposeSide | undefined {
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
    project: readProject(text, new Map([...settings, ...overrides]), read),
    settings,
    overrides,
    script,
  };
}
