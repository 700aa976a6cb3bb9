/** What a component's file says of its container, and the service, job or external server that is made of it. */
import { constant, derived, type Origin, type Sourced, sourced } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import type {
  Dependency,
  Destination,
  EnvironmentVariable,
  External,
  FixedName,
  Job,
  Mount,
  Owner,
  Port,
  Probes,
  Process,
  Question,
  Service,
  Setting,
} from "../model/model.ts";
import { type ComponentId, type Insert, type Part, type Value, value } from "../model/value.ts";
import { isLoopback, knownAddress } from "./addresses.ts";
import type { ComponentFacts } from "./definition.ts";
import type { Bundleable, Deployment } from "./deployment.ts";
import { ownImageOf } from "./images.ts";
import { fixedNameAddress } from "./lookup.ts";
import { secretPart } from "./needed-secrets.ts";
import { PACKAGE_IMAGE, RESTART_POLICY } from "./package-settings.ts";
import { settingPart } from "./settings.ts";

/** The container's host name: others reach it by this name (`results_cache`), as CLP's services expect. */
export function hostnameOf(id: ComponentId): string {
  return id.replaceAll("-", "_");
}

/** Where another component is reached from inside the deployment. */
export function addressOf(of: ComponentId): { readonly host: Part; readonly port: Part } {
  return { host: { kind: "address", of, field: "host" }, port: { kind: "address", of, field: "port" } };
}

/** A component's own facts: they change with the release of CLP alone. */
function factOf({ release }: Deployment, facts: ComponentFacts, what: string): Origin {
  return constant(`${what} of ${facts.id} in ${release.name}`);
}

export type Environment = Readonly<Record<string, Insert | undefined>>;

/** The variables of a container. Text alone has the origin that `fact` gives it; undefined ones are left out. */
export function environment(
  variables: Environment,
  fact: (name: string) => Origin,
): readonly EnvironmentVariable[] {
  return Object.entries(variables).flatMap(([name, insert]) =>
    insert === undefined ? [] : [{ name, value: asValue(insert, fact(name)) }],
  );
}

/** Text alone is a fact of the component; all else brings its own origin. */
function asValue(insert: Insert, fact: Origin): Value {
  return typeof insert === "string" || typeof insert === "number"
    ? value`${sourced(insert, fact)}`
    : value`${insert}`;
}

function needsOf(deployment: Deployment, facts: ComponentFacts): readonly Dependency[] {
  return facts.needs.flatMap(({ on, until, only }) => {
    if (only === "celery" && deployment.spider.value) return [];
    // What has no container cannot be waited for (E3).
    if (!deployment.runs[on].value) return [];
    const origin = factOf(deployment, facts, `dependency on ${on}`);
    return [
      {
        on,
        until,
        origin:
          only === undefined ? origin : derived("only Celery needs it", origin, deployment.spider.origin),
      },
    ];
  });
}

/** Whom it asks later, of those that are there. */
function asksLaterOf(deployment: Deployment, facts: ComponentFacts): Pick<Service, "asksLater"> {
  const asked = (facts.asksLater ?? []).filter((on) => deployment.runs[on].value);
  return asked.length === 0
    ? {}
    : { asksLater: asked.map((on) => ({ on, origin: deployment.runs[on].origin })) };
}

/** The collector, where it runs and the environment says where. */
function reportsToOf(
  deployment: Deployment,
  variables: readonly EnvironmentVariable[],
): Pick<Service, "reportsTo"> {
  const on = "otel-collector";
  const { value: runs, origin } = deployment.runs[on];
  const isTold = variables.some(({ value: told }) =>
    told.parts.some((part) => part.kind === "address" && part.of === on),
  );
  return runs && isTold ? { reportsTo: [{ on, origin }] } : {};
}

/** What a component's file says of its container. */
export interface ContainerParts {
  readonly image?: Insert;
  readonly command?: readonly Insert[];
  readonly environment?: Environment;
  readonly mounts?: readonly (Mount | undefined)[];
  readonly ports?: readonly Port[];
  readonly concurrency?: Setting<number>;
  readonly fixedNames?: readonly FixedName[];
  /** Seconds; CLP's services have 60 where nothing else is said. */
  readonly stopGraceSeconds?: number;
  /** Where it is not the id's: both compression workers answer to `compression_worker`. */
  readonly hostname?: string;
  readonly questions?: readonly Question[];
  readonly process?: Process;
  readonly needsOwnName?: boolean;
  readonly stopsSlowly?: boolean;
  readonly needsInit?: boolean;
  readonly longestName?: number;
  readonly groups?: readonly Sourced<number>[];
  readonly namedByService?: boolean;
  readonly reaches?: readonly ComponentId[];
  readonly destinations?: readonly Destination[];
  readonly advertises?: Sourced<string>;
  readonly scratch?: readonly Sourced<string>[];
  readonly memory?: Sourced<number>;
  readonly instances?: Sourced<number>;
}

/** A service says whether it can be asked for its health. */
export interface ServiceParts extends ContainerParts {
  readonly health: Service["health"];
  readonly probes?: Probes;
}

function workload(
  deployment: Deployment,
  facts: ComponentFacts,
  owner: Owner,
  parts: ContainerParts,
  restart: Value,
) {
  const logs = parts.environment?.["CLP_LOGS_DIR"];
  const variables = environment(parts.environment ?? {}, (name) =>
    factOf(deployment, facts, `environment variable ${name}`),
  );
  return {
    id: facts.id,
    name: facts.name ?? facts.id,
    title: facts.title,
    description: facts.description,
    group: facts.group,
    origin: deployment.runs[facts.id].origin,
    owner,
    hostname: parts.hostname ?? hostnameOf(facts.name ?? facts.id),
    image: asValue(
      parts.image ??
        ownImageOf(deployment, facts.name ?? facts.id) ??
        settingPart({ variable: PACKAGE_IMAGE }),
      factOf(deployment, facts, "image"),
    ),
    ...(parts.command === undefined
      ? {}
      : { command: parts.command.map((word) => asValue(word, factOf(deployment, facts, "command line"))) }),
    environment: variables,
    mounts: (parts.mounts ?? []).filter((mount) => mount !== undefined),
    ...(typeof logs === "string"
      ? { logs: sourced(logs, factOf(deployment, facts, "environment variable CLP_LOGS_DIR")) }
      : {}),
    needs: needsOf(deployment, facts),
    asks: [],
    fixedNames: parts.fixedNames ?? [],
    questions: parts.questions ?? [],
    restart,
    ...(parts.groups === undefined ? {} : { groups: parts.groups }),
    ...(parts.namedByService === undefined ? {} : { namedByService: parts.namedByService }),
    ...(parts.reaches === undefined ? {} : { reaches: parts.reaches }),
    ...(parts.destinations === undefined || parts.destinations.length === 0
      ? {}
      : { destinations: parts.destinations }),
    ...(parts.scratch === undefined ? {} : { scratch: parts.scratch }),
    ...(parts.memory === undefined ? {} : { memory: parts.memory }),
    ...asksLaterOf(deployment, facts),
    ...reportsToOf(deployment, variables),
    stopGraceSeconds: parts.stopGraceSeconds ?? 60,
  };
}

/** A long-running service. */
export function service(
  deployment: Deployment,
  facts: ComponentFacts,
  owner: Owner,
  parts: ServiceParts,
): Service {
  return {
    kind: "service",
    ...workload(deployment, facts, owner, parts, value`${settingPart({ variable: RESTART_POLICY })}`),
    ports: parts.ports ?? [],
    health: parts.health,
    ...(parts.probes === undefined ? {} : { probes: parts.probes }),
    ...(parts.concurrency === undefined ? {} : { concurrency: parts.concurrency }),
    ...(parts.process === undefined ? {} : { process: parts.process }),
    needsOwnName: parts.needsOwnName ?? false,
    stopsSlowly: parts.stopsSlowly ?? false,
    needsInit: parts.needsInit ?? false,
    ...(parts.advertises === undefined ? {} : { advertises: parts.advertises }),
    ...(parts.longestName === undefined ? {} : { longestName: parts.longestName }),
    ...(parts.instances === undefined ? {} : { instances: parts.instances }),
  };
}

/** A one-time job. CLP restarts it thrice, whatever the restart policy says. */
export function job(deployment: Deployment, facts: ComponentFacts, parts: ContainerParts): Job {
  return { kind: "job", ...workload(deployment, facts, "first-party", parts, value`on-failure:3`) };
}

/** A server that somebody else runs, where the config names it. */
export function external(
  deployment: Deployment,
  facts: ComponentFacts,
  section: Bundleable,
  questions: readonly Question[],
): External {
  const held = deployment.config[section];
  if (held === null || held === undefined) throw new Error(`${section} is null and cannot be external`);
  return {
    ...externalServer(deployment, facts, {
      host: pick(held, "host"),
      port: pick(held, "port"),
      origin: deployment.bundled(section).origin,
    }),
    ...(fixedNameAddress(deployment, section) === undefined || facts.lookup === undefined
      ? {}
      : { fixedName: facts.lookup.name }),
    questions,
  };
}

/** A server that somebody else runs at a host and a port; `origin` says why it is not the package's own. */
export function externalServer(
  deployment: Deployment,
  facts: ComponentFacts,
  { host, port, origin }: Pick<External, "host" | "port" | "origin">,
): External {
  const address = knownAddress(deployment, host);
  return {
    kind: "external",
    id: facts.id,
    name: facts.id,
    title: facts.title,
    description: facts.description,
    group: facts.group,
    origin,
    host,
    port,
    ...(address === undefined ? {} : { address }),
    loopback: isLoopback(host.value),
  };
}

/** A port that is published on the host by two settings. */
export function published(
  name: string,
  inside: number,
  host: Setting<string> | undefined,
  port: Setting<number> | undefined,
): Port {
  return host === undefined || port === undefined
    ? { name, inside }
    : { name, inside, published: { host, port } };
}

/** How the package's own services log in to the database. */
export function databaseLogin(): Environment {
  return { CLP_DB_PASS: secretPart("database.password"), CLP_DB_USER: secretPart("database.username") };
}
