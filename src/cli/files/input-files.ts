/** Reads the input files, each with its own words for what can go wrong with it. */
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { nearest } from "../../base/suggest.ts";
import { CREDENTIALS } from "../../clp/package/secret-names.ts";
import type { Source, Sources } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { fileFinding } from "../findings.ts";
import { FORBIDDEN, type Host } from "../host.ts";
import { reasonOf, systemCode } from "../system-error.ts";
import { DEFAULT_CONFIG, DEFAULT_CREDENTIALS, PROJECT_FILE } from "../usage/choices.ts";
import type { Options } from "../usage/options.ts";
import { credentialsPathIn } from "./credentials-path.ts";
import { decryptedCommand, encryptionOf } from "./encrypted.ts";
import { type FileRead, readFileAt } from "./read-file.ts";

/** Bytes of one input file. One more is read, so that the compiler can say that there are too many. */
export const MAX_INPUT_BYTES = 1024 * 1024;

const SITE_FILE = "clp-site.yaml";

export interface ReadInputs {
  /** Undefined where there is no config to compile. */
  readonly sources: Sources | undefined;
  /** True where credentials were given, by a file or by the environment. */
  readonly hasCredentials: boolean;
  /** `CLP6004` or `CLP6504`, for who needs credentials: there are none, or they are encrypted. */
  readonly noCredentials: Finding | undefined;
  /** A file of credentials beside the config that is not the one that was looked for. */
  readonly unreadCredentials: { readonly there: string; readonly lookedFor: string } | undefined;
  readonly findings: readonly Finding[];
}

/** A path as the system takes it. */
export function located(host: Pick<Host, "directory">, path: string): string {
  return host.directory === "" || isAbsolute(path) ? path : join(host.directory, path);
}

/**
 * Reads config, credentials and site file. Reports `CLP6001` to `CLP6003` for what cannot be read,
 * all at once.
 */
export async function readInputs(options: Options, host: Host): Promise<ReadInputs> {
  const findings: Finding[] = [];
  let missing: Finding | undefined;
  let unread: ReadInputs["unreadCredentials"];
  const configName = options.config ?? DEFAULT_CONFIG;
  const config = isFromStdin(options)
    ? readStandardInput("config", options.stdinFilename ?? "<stdin>", host, findings)
    : readFile(configName, "config", host, findings, options.config === undefined ? "by default" : "named");

  const configLayers = readLayers(options.configLayers, "config", host, findings);
  const besideConfig = dirname(isFromStdin(options) ? (options.stdinFilename ?? DEFAULT_CONFIG) : configName);
  const siteName = siteNameOf(options);
  const site = readFile(
    siteName,
    "site file",
    host,
    findings,
    options.site === undefined ? "if it is there" : "named",
  );

  const siteLayers = readLayers(options.siteLayers, "site file", host, findings);

  const secrets: Pick<Sources, "credentials" | "environment"> = {};
  const hidden = [config, ...configLayers].flatMap((layer) => {
    const encryption = layer === undefined ? undefined : encryptionOf(layer);
    return encryption?.by === "SOPS" ? [encryption] : [];
  });
  const explicit = {
    ...options,
    config: configName,
    // Beside another config than this one, another site file would be looked for.
    site: site !== undefined && hidden.some(({ name }) => name === configName) ? siteName : options.site,
  };
  if (options.noSecrets) {
    // Nothing is read: what is not known cannot leak.
  } else if (options.credentialsFromEnv) {
    Object.assign(secrets, { environment: readEnvironment(host, findings) });
  } else {
    const name =
      options.credentials ??
      (config === undefined ? DEFAULT_CREDENTIALS : await credentialsPathIn([config, ...configLayers]));
    const fallback = options.credentials === undefined;
    const file =
      name === "-"
        ? readStandardInput("credentials", "<stdin>", host, findings)
        : readFile(name, "credentials", host, findings, fallback ? "if it is there" : "named");
    const encryption = file === undefined ? undefined : encryptionOf(file);
    if (encryption !== undefined)
      missing = fileFinding(
        "CLP6504",
        name,
        `Cannot take credentials from ${name}: it is encrypted by ${encryption.by}`,
        {
          help: `Give them decrypted, without a file: ${decryptedCommand([...hidden, encryption], { ...explicit, credentials: name })}`,
        },
      );
    else if (file !== undefined) Object.assign(secrets, { credentials: file });
    else if (config !== undefined && fallback && !findings.some(({ place }) => place?.name === name)) {
      const beside = besideTheConfig(name, besideConfig, host);
      if (beside !== undefined) unread = { there: beside, lookedFor: name };
      missing = noCredentials(name, beside);
    }
  }
  const [first] = hidden;
  if (first !== undefined && !options.noSecrets)
    missing ??= fileFinding(
      "CLP6504",
      first.name,
      `Cannot take keys of S3 from ${first.name}: it is encrypted by SOPS`,
      {
        help: `Give ${hidden.length === 1 ? "it" : "them"} decrypted, without a file: ${decryptedCommand(hidden, explicit)}`,
      },
    );
  return {
    sources:
      config === undefined
        ? undefined
        : {
            config,
            ...(configLayers.length === 0 ? {} : { configLayers }),
            site,
            ...(siteLayers.length === 0 ? {} : { siteLayers }),
            ...secrets,
          },
    noCredentials: missing,
    unreadCredentials: unread,
    hasCredentials:
      first === undefined && (secrets.credentials !== undefined || secrets.environment !== undefined),
    findings,
  };
}

/** Layers over a file, `-` among those of the config for standard input. One that cannot be read is left out, and reported. */
function readLayers(
  names: readonly string[],
  what: string,
  host: Host,
  findings: Finding[],
): readonly Source[] {
  return names.flatMap(
    (name) =>
      (what === "config"
        ? readGiven(name, what, host, findings)
        : readFile(name, what, host, findings, "named")) ?? [],
  );
}

/** True where the config comes by standard input: `validate -`, or `--config -`. */
function isFromStdin({ config, stdin }: Pick<Options, "config" | "stdin">): boolean {
  return stdin || config === "-";
}

/** The site file that is meant, whether it is there or not. */
export function siteNameOf(options: Pick<Options, "config" | "site" | "stdin" | "stdinFilename">): string {
  const config = isFromStdin(options) ? options.stdinFilename : options.config;
  return options.site ?? join(dirname(config ?? DEFAULT_CONFIG), SITE_FILE);
}

/** As in CLP, the path is relative to where the program runs; people look for the file beside the config. */
function besideTheConfig(name: string, folder: string, host: Host): string | undefined {
  return [join(folder, basename(name)), join(folder, name)].find((path) => existsSync(located(host, path)));
}

/** @param beside where it may be instead */
function noCredentials(name: string, beside: string | undefined): Finding {
  return fileFinding("CLP6004", name, `No credentials: ${name} is not there`, {
    ...(beside === undefined
      ? {}
      : { notes: [`Paths are relative to the working directory; ${beside} is there`] }),
    help:
      beside === undefined
        ? "Name the file by --credentials, give CLP's variables with --credentials-from-env, or write public files alone with --no-secrets"
        : "Name that file by --credentials",
  });
}

function readEnvironment(host: Host, findings: Finding[]): Readonly<Record<string, string>> | undefined {
  const values: Record<string, string> = {};
  const forbidden: string[] = [];
  for (const { variable: name } of CREDENTIALS) {
    const value = host.variable(name);
    if (value === FORBIDDEN) forbidden.push(name);
    else if (value !== undefined) values[name] = value;
  }
  if (forbidden.length === 0) return values;
  findings.push({
    code: "CLP6003",
    severity: "error",
    message:
      "Cannot read the credentials from the environment: Deno was not given the permission --allow-env for them",
    path: [],
    related: [],
    notes: [],
    help: `Add --allow-env=LOG_STREAM,LOG_TOKENS,${forbidden.join(",")}`,
  });
  return undefined;
}

/** A file that a flag names, or standard input. Reports `CLP6001` to `CLP6003` where there is none. */
export function readGiven(name: string, what: string, host: Host, findings: Finding[]): Source | undefined {
  return name === "-"
    ? readStandardInput(what, "<stdin>", host, findings)
    : readFile(name, what, host, findings, "named");
}

/**
 * A file of a folder that somebody named: it is not waited for, as nobody named it. Reports as {@link readGiven}.
 *
 * @param isNeeded whether one that is not there is reported
 */
export function readWithin(
  name: string,
  what: string,
  host: Host,
  findings: Finding[],
  isNeeded: boolean,
): Source | undefined {
  return readFile(name, what, host, findings, isNeeded ? "in a folder" : "if it is there");
}

function readStandardInput(what: string, name: string, host: Host, findings: Finding[]): Source | undefined {
  try {
    return { name, content: host.readInput(MAX_INPUT_BYTES + 1) };
  } catch (error) {
    findings.push(
      fileFinding("CLP6003", name, `Cannot read the ${what} from standard input: ${reasonOf(error, "read")}`),
    );
  }
  return undefined;
}

/** Who asked for a file: somebody by its name, or by that of its folder, or nobody, who may do without it or not. */
type Asked = "named" | "in a folder" | "by default" | "if it is there";

function readFile(
  name: string,
  what: string,
  host: Host,
  findings: Finding[],
  asked: Asked,
): Source | undefined {
  const path = located(host, name);
  host.reads?.(name);
  try {
    const read = readFileAt(path, {
      most: MAX_INPUT_BYTES + 1,
      waits: asked === "named",
      from: located(host, "."),
    });
    if (read.kind === "file") return sourceOf(name, read);
    findings.push(read.kind === "directory" ? isDirectory(name, what) : noFile(name, what, read.reason));
  } catch (error) {
    const code = systemCode(error);
    if (code === "EISDIR") findings.push(isDirectory(name, what));
    else if (code === "ENOENT" || code === "ENOTDIR") {
      if (asked !== "if it is there") findings.push(notFound(name, what, path, asked === "by default", host));
    } else
      findings.push(
        fileFinding("CLP6003", name, `Cannot read the ${what} ${name}: ${reasonOf(error, "read")}`, {
          help: "Name a file that this user may read",
        }),
      );
  }
  return undefined;
}

/** What is read as an input; of a file of elsewhere nothing is shown. */
export function sourceOf(
  name: string,
  { bytes, leadsElsewhere }: FileRead & { readonly kind: "file" },
): Source {
  return { name, content: bytes, ...(leadsElsewhere ? { hidden: true } : {}) };
}

/** A pipe or a device where nobody named one would be waited for. */
export function noFile(name: string, what: string, reason: string): Finding {
  return fileFinding("CLP6003", name, `Cannot read the ${what} ${name}: ${reason}`, {
    help: "Put a file in its place",
  });
}

function isDirectory(name: string, what: string): Finding {
  return fileFinding("CLP6002", name, `Cannot read the ${what} ${name}: it is a directory`, {
    help: "Name the file in it",
  });
}

function notFound(name: string, what: string, path: string, fallback: boolean, host: Host): Finding {
  const similar = similarFile(path);
  // Who stands in etc/ itself has it here.
  const here = fallback && existsSync(located(host, basename(name)));
  const help =
    fallback && existsSync(located(host, PROJECT_FILE))
      ? `${PROJECT_FILE} names deployments, each with its own: say which by --deployment, or name a file by --${what}`
      : similar !== undefined
        ? `Did you mean ${join(dirname(name), similar)}?`
        : !fallback
          ? "Paths are relative to the working directory"
          : here
            ? `Name it by --${what} ${basename(name)}`
            : `Name yours by --${what}; \`clp-compile init .\` writes one to start from`;
  return fileFinding("CLP6001", name, `Cannot find the ${what} ${name}`, { help });
}

function similarFile(path: string): string | undefined {
  try {
    const others = readdirSync(dirname(path)).filter((other) => /\.(?:ya?ml|json)$/.test(other));
    return nearest(basename(path), others.sort());
  } catch {
    return undefined;
  }
}
