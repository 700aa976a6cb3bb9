/** Reads the input files: bytes become typed objects whose values know where they come from. */
import type { Reporter } from "../base/diagnostic.ts";
import { type FileId, type LayerId, type Origin, sourced } from "../base/origin.ts";
import type { SourceTexts } from "../base/source-text.ts";
import { pick, withOrigins } from "../base/typed.ts";
import { type Release, releaseOf } from "../clp/releases/releases.ts";
import { readEncrypted } from "./encrypted-config.ts";
import { sourceText } from "./mask.ts";
import { allDefaults } from "./read/placeholder.ts";
import { read } from "./read/read.ts";
import { type Config, configSchema } from "./schema/config.ts";
import { CREDENTIAL_VARIABLES, type Credentials, credentialsSchema } from "./schema/credentials.ts";
import type { TextSchema } from "./schema/key-schema.ts";
import { brokenRule } from "./schema/rules.ts";
import { type Site, siteSchema } from "./schema/site.ts";
import type { Source, Sources } from "./source.ts";
import { decode } from "./yaml/decode.ts";
import { readDocument } from "./yaml/document.ts";
import { mergeLayers } from "./yaml/layers.ts";
import type { MapNode, ReadDocument } from "./yaml/node.ts";

export type { Config, Credentials, Site };

export interface Inputs {
  readonly config: Config;
  /** Undefined: without secrets. */
  readonly credentials: Credentials | undefined;
  readonly site: Site;
  /** The release of CLP that the site file names. */
  readonly release: Release;
  /** The texts, for diagnostics; what may hold a secret is masked. */
  readonly texts: SourceTexts;
}

/**
 * Reads site file, config and credentials, in this order, since the site file says of which release of CLP
 * the others are. Reports what is wrong with each key (`CLP1xxx`,
 * `CLP2xxx`), and where no release is named (`CLP2051`), and always returns: a placeholder stands where a value is wrong, and its origin is
 * `invalid`, so that no finding about it follows.
 */
export function readInputs(sources: Sources, reporter: Reporter): Inputs {
  const texts: { -readonly [Layer in keyof SourceTexts]: SourceTexts[Layer] } = {};
  const open = (source: Source, layer: LayerId): ReadDocument["root"] => {
    const decoded = decode(source, layer, reporter);
    const document = readDocument(decoded, layer, reporter);
    const { text } = decoded;
    texts[layer] = sourceText(layer, source, text, document);
    return layer.startsWith("config") && document.root !== undefined
      ? readEncrypted(document.root, reporter)
      : document.root;
  };
  /** A file with the layers over it, as one document. */
  const openLayers = (first: Source, file: "config" | "site", over: readonly Source[] = []) => {
    const root = open(first, file);
    if (over.length === 0) return root;
    const roots = [root, ...over.map((source, index) => open(source, `${file}.${index + 1}`))];
    // Of a layer that cannot be read at all, any key may have been meant.
    const layers = roots.map((one, index) => one ?? unreadable(index === 0 ? file : `${file}.${index}`));
    return mergeLayers(layers);
  };
  const options = (file: FileId, defaultsOf: string) => ({
    file,
    textOf: (layer: LayerId) => texts[layer]?.text ?? "",
    defaultsOf,
    reporter,
  });

  const site =
    sources.site === undefined
      ? allDefaults<Site>(siteSchema(), { file: "site", defaultsOf: "the site file" })
      : read<Site>(
          siteSchema(),
          openLayers(sources.site, "site", sources.siteLayers),
          options("site", "the site file"),
        );
  const release = releaseOf(site.clp_version);
  const chosen = sourced(release, pick(site, "clp_version").origin);
  if (chosen.origin.kind === "default") {
    reporter.report(
      "CLP2051",
      undefined,
      `No release of CLP is named: compiled for ${release.name}, the newest that this compiler knows`,
      {
        path: ["clp_version"],
        help: `Write \`clp_version: "${release.id}"\` into the site file, so that no later compiler moves the deployment to another release`,
      },
    );
  }

  const written = openLayers(sources.config, "config", sources.configLayers);
  const config = read<Config>(configSchema(release), written, {
    ...options("config", release.name),
    release: chosen,
  });
  let credentials: Credentials | undefined;
  if (sources.environment !== undefined) {
    credentials = credentialsFrom(sources.environment, config, release, reporter);
  } else if (sources.credentials !== undefined) {
    const root = open(sources.credentials, "credentials");
    const needed = (["queue", "redis"] as const).filter((section) => isNeeded(section, config));
    credentials = read<Credentials>(credentialsSchema(release), root, {
      ...options("credentials", "the credentials file"),
      release: chosen,
      needed,
    });
  }
  return { config, credentials, site, release, texts };
}

/** What stands for a layer of which nothing is known. */
function unreadable(layer: LayerId): MapNode {
  return {
    kind: "map",
    span: { file: layer, start: 0, end: 0 },
    flow: false,
    entries: [],
    incomplete: true,
  };
}

/** Credentials of a service are needed where the config does not say that there is no such service. */
function isNeeded(section: "queue" | "redis", config: Config): boolean {
  const { value, origin } = pick(config, section);
  return value !== null && origin.kind !== "invalid";
}

/** The credentials with another section, whose values are made one by one. */
function placed(
  credentials: Credentials,
  section: "database" | "queue" | "redis",
  keys: Iterable<string>,
  make: (key: string) => { readonly value: string; readonly origin: Origin },
  origin: Origin,
): Credentials {
  const made = [...keys].map((key) => [key, make(key)] as const);
  const values = Object.fromEntries(made.map(([key, { value }]) => [key, value]));
  const origins = new Map(made.map(([key, one]) => [key, one.origin]));
  const outer = new Map<PropertyKey, Origin>();
  for (const key of ["database", "queue", "redis"] as const)
    outer.set(key, key === section ? origin : pick(credentials, key).origin);
  return withOrigins({ ...credentials, [section]: withOrigins(values, origins) }, outer);
}

/** The keys of a section of the credentials, each of which is a text. */
function keysOfSection(section: string, release: Release): ReadonlyMap<string, TextSchema> {
  const schema = credentialsSchema(release).keys.get(section);
  if (schema?.kind !== "object") throw new Error(`the credentials have no section ${section}`);
  return schema.keys as ReadonlyMap<string, TextSchema>;
}

/** Credentials by CLP's own variables. Reports `CLP2027` for one that is not set, else as for the file. */
function credentialsFrom(
  environment: Readonly<Record<string, string>>,
  config: Config,
  release: Release,
  reporter: Reporter,
): Credentials {
  let credentials = allDefaults<Credentials>(credentialsSchema(release), {
    file: "credentials",
    defaultsOf: "the environment",
  });
  for (const section of ["database", "queue", "redis"] as const) {
    if (section !== "database" && !isNeeded(section, config)) continue;
    const keys = keysOfSection(section, release);
    const make = (key: string) => {
      const path = [section, key];
      const [variable] = CREDENTIAL_VARIABLES.find(([, [one, two]]) => one === section && two === key)!;
      const origin: Origin = { kind: "environment", variable, path };
      const value = Object.hasOwn(environment, variable) ? environment[variable] : undefined;
      const invalid = { value: "placeholder", origin: { kind: "invalid", path, span: undefined } as const };
      if (value === undefined || value === "") {
        reporter.report(
          "CLP2027",
          origin,
          `Cannot read ${section}.${key} from the environment: ${variable} is ${value === undefined ? "not set" : "empty"}`,
          {
            path,
            help: `Set ${variable}, or give a credentials file`,
          },
        );
        return invalid;
      }
      const broken = brokenRule(keys.get(key)?.rules ?? [], value);
      if (broken !== undefined) {
        reporter.report(
          broken.code,
          origin,
          `Cannot use the value of ${variable} for ${section}.${key}: expected ${broken.expected}`,
          { path },
        );
        return invalid;
      }
      return { value, origin };
    };
    const origin: Origin = { kind: "environment", variable: "", path: [section] };
    credentials = placed(credentials, section, keys.keys(), make, origin);
  }
  return credentials;
}
