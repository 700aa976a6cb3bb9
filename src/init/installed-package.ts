/**
 * An installed package of CLP → what a site file has to say of its place. CLP itself asked the
 * machine when it started, and wrote the answers into the package's `.env`.
 */
import { createReporter } from "../base/diagnostic.ts";
import { DEFAULT_RELEASE, knownRelease, RELEASES, type Release } from "../clp/releases/releases.ts";
import { type Config, readInputs } from "../input/inputs.ts";
import { RULES } from "../input/schema/rules.ts";
import type { Source } from "../input/source.ts";
import type { SiteFacts } from "./new-site.ts";

/** The package's files; undefined where one is not there. */
export interface Installation {
  /** Where the package stands, absolute. */
  readonly folder: string;
  readonly config: Source | undefined;
  /** `.env`, which CLP writes at its start. */
  readonly variables: string | undefined;
  /** `instance-id` of the directory of logs. */
  readonly instanceId: string | undefined;
  /** `VERSION`. */
  readonly version: string | undefined;
}

/** What was found, and what nobody could know without being told. */
export interface Survey {
  readonly site: SiteFacts;
  readonly remarks: readonly Remark[];
}

export interface Remark {
  readonly message: string;
  readonly help: string;
}

/** The directory of an installation's logs as its config says it; relative to the package, or absolute. */
export function logsDirectory(config: Source | undefined): string {
  return configOf(config, undefined).logs_directory;
}

/** The config as a release reads it; of the newest where nobody knows which it is of. */
function configOf(source: Source | undefined, release: Release | undefined): Config {
  // What is wrong with the config is said when it is compiled.
  const site = release === undefined ? undefined : { name: "", content: `clp_version: "${release.id}"\n` };
  return readInputs({ config: source ?? { name: "", content: "" }, site }, createReporter()).config;
}

/** CLP writes values as they are, unquoted (D40): what stands behind the first `=` is the value. */
function readVariables(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split("\n").flatMap((line) => {
      const equals = line.indexOf("=");
      return equals < 1 || line.startsWith("#")
        ? []
        : [[line.slice(0, equals), line.slice(equals + 1)] as const];
    }),
  );
}

/** The files whose full paths tell where the package stood when `.env` was written. */
const KNOWN_FILES = [
  ["CLP_DB_CONF_LOGGING_FILE_HOST", "/etc/mysql/conf.d/logging.cnf"],
  ["CLP_REDIS_CONF_FILE_HOST", "/etc/redis/redis.conf"],
  ["CLP_RESULTS_CACHE_CONF_FILE_HOST", "/etc/mongo/mongod.conf"],
] as const;

export function surveyInstallation(installation: Installation): Survey {
  const version = installation.version?.trim();
  const known = version === undefined ? undefined : knownRelease(version);
  const { id: release } = known ?? DEFAULT_RELEASE;
  const config = configOf(installation.config, known);
  const variables = readVariables(installation.variables ?? "");
  const remarks: Remark[] = [];
  const remark = (message: string, help: string): void => {
    remarks.push({ message, help });
  };

  if (installation.variables === undefined) {
    remark(
      "The package has no .env: it was never started, so that its users, addresses and workers are not known",
      "Say in the site file what differs from the defaults",
    );
  }
  if (version !== undefined && known === undefined) {
    remark(
      `The package is CLP ${version}, and clp-compile compiles for ${RELEASES.map(({ id }) => id).join(", ")}`,
      `Compare what is compiled with what runs, or install CLP ${release}`,
    );
  }
  const runs = variables.get("CLP_PACKAGE_CONTAINER_IMAGE_REF");
  if (
    runs !== undefined &&
    !runs.endsWith(`/clp-package:${release}`) &&
    config.container_image_ref !== runs
  ) {
    remark(
      `The package runs the image ${runs}, and its config does not say so`,
      `Add container_image_ref: "${runs}" to the config, or the released image of ${release} will run`,
    );
  }

  const clpHome = homeOfPackage(variables) ?? installation.folder;
  if (clpHome !== installation.folder) {
    remark(
      `The package's .env was written for ${clpHome}, and the package stands in ${installation.folder}`,
      `host.clp_home says ${clpHome}; change it if the package has moved`,
    );
  }
  const instanceId = installation.instanceId?.trim();
  const projectName = instanceId === undefined ? undefined : `clp-package-${instanceId}`;
  const concurrency = variables.get("CLP_COMPRESSION_WORKER_CONCURRENCY");
  const restartPolicy = variables.get("CLP_RESTART_POLICY");
  return {
    site: {
      release: known?.id,
      clpHome,
      home: homeOfUser(config.aws_config_directory, variables.get("CLP_AWS_CONFIG_DIR_HOST")),
      user: ownerIn(variables.get("CLP_FIRST_PARTY_SERVICE_UID_GID")),
      thirdParty: ownerIn(variables.get("CLP_THIRD_PARTY_SERVICE_UID_GID")),
      workerConcurrency: /^[1-9][0-9]{0,5}$/.test(concurrency ?? "") ? Number(concurrency) : undefined,
      addresses: addressesIn(config, variables, remark),
      ownAddresses: ownAddressesIn(config, variables),
      instanceId:
        known?.capabilities.telemetry && instanceId !== undefined && RULES.instanceId.pattern.test(instanceId)
          ? instanceId
          : undefined,
      projectName: RULES.projectName.pattern.test(projectName ?? "") ? projectName : undefined,
      restartPolicy: RULES.restartPolicy.pattern.test(restartPolicy ?? "") ? restartPolicy : undefined,
    },
    remarks,
  };
}

function homeOfPackage(variables: ReadonlyMap<string, string>): string | undefined {
  for (const [name, end] of KNOWN_FILES) {
    const path = variables.get(name);
    if (path?.startsWith("/") && path.endsWith(end) && path.length > end.length)
      return path.slice(0, -end.length);
  }
  return undefined;
}

/** What `~` was: CLP writes it expanded into `.env`. */
function homeOfUser(written: string | null, expanded: string | undefined): string | undefined {
  if (written === null || !/^~(?:\/|$)/.test(written) || expanded === undefined) return undefined;
  const rest = written.slice(1);
  return expanded.startsWith("/") && expanded.endsWith(rest) && expanded.length > rest.length
    ? expanded.slice(0, expanded.length - rest.length)
    : undefined;
}

function ownerIn(text: string | undefined): { readonly uid: number; readonly gid: number } | undefined {
  const match = /^([0-9]{1,9}):([0-9]{1,9})$/.exec(text ?? "");
  return match === null ? undefined : { uid: Number(match[1]), gid: Number(match[2]) };
}

interface Host {
  readonly variable: string;
  readonly host: string | undefined;
  /** True for the machine itself: something is published there. */
  readonly own: boolean;
}

/** The hosts of the config, with the variables in which CLP wrote the addresses that it found. */
function hostsOf(config: Config): readonly Host[] {
  const bundled = new Set<string>(config.bundled);
  const host = (variable: string, section: string, name: string | undefined): Host => ({
    variable,
    host: name,
    own: !["database", "queue", "redis", "results_cache"].includes(section) || bundled.has(section),
  });
  return [
    host("CLP_DB_HOST", "database", config.database.host),
    host("CLP_QUEUE_HOST", "queue", config.queue?.host),
    host("CLP_REDIS_HOST", "redis", config.redis?.host),
    host("CLP_RESULTS_CACHE_HOST", "results_cache", config.results_cache.host),
    host("SPIDER_SCHEDULER_HOST", "spider_scheduler", config.spider_scheduler?.host),
    host("CLP_API_SERVER_HOST", "api_server", config.api_server?.host),
    host("CLP_LOG_INGESTOR_HOST", "log_ingestor", config.log_ingestor?.host),
    host("CLP_WEBUI_HOST", "webui", config.webui.host),
    host("CLP_MCP_HOST", "mcp_server", config.mcp_server?.host),
  ];
}

/** The addresses on which CLP published: it started there, so they are the machine's own. */
function ownAddressesIn(config: Config, variables: ReadonlyMap<string, string>): readonly string[] {
  const found = hostsOf(config).flatMap(({ variable, host, own }) => {
    const address = variables.get(variable);
    return own &&
      host !== undefined &&
      host !== "localhost" &&
      address !== undefined &&
      RULES.ipv4.pattern.test(address)
      ? [address]
      : [];
  });
  return [...new Set(found)].filter((address) => !/^(?:127\.|0\.0\.0\.0$)/.test(address));
}

/**
 * The IPv4 addresses that CLP found for the names of hosts. An external server's is left to DNS, which knows
 * it tomorrow, too; but Spider needs that of its database.
 */
function addressesIn(
  config: Config,
  variables: ReadonlyMap<string, string>,
  remark: (message: string, help: string) => void,
): Readonly<Record<string, string>> {
  const onSpider = config.compression_scheduler.type === "spider";
  const addresses = new Map<string, string>();
  for (const { variable, host, own } of hostsOf(config)) {
    const address = variables.get(variable);
    if (!own && !(onSpider && variable === "CLP_DB_HOST")) continue;
    if (host === undefined || host === "localhost" || RULES.ipv4.pattern.test(host)) continue;
    if (address === undefined || !RULES.ipv4.pattern.test(address)) continue;
    const known = addresses.get(host);
    if (known === undefined) addresses.set(host, address);
    else if (known !== address) {
      remark(
        `The package's .env has two addresses for ${host}: ${known} and ${address}`,
        `host.addresses says ${known}; the name may have several addresses`,
      );
    }
  }
  return Object.fromEntries(addresses);
}
