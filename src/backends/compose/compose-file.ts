/** `docker-compose.yaml`: the services and jobs of one deployment, complete by itself. */
import { memoize } from "../../base/memoize.ts";
import { constant, derived, map, type Origin, type Sourced, sourced } from "../../base/origin.ts";
import { CONFIG_HASH_LABEL, configHash } from "../../model/config-hash.ts";
import { type EmittedFile, emittedFile } from "../../model/emitted-file.ts";
import { HOST_GATEWAY } from "../../model/host-gateway.ts";
import { mountedFile } from "../../model/instances.ts";
import type { Component, DeploymentModel, External, Job, Mount, Port, Service } from "../../model/model.ts";
import { mountedPath } from "../../model/mounted-path.ts";
import { externalsReachedBy } from "../../model/reach.ts";
import { joinTexts, textOfLines } from "../../model/text.ts";
import {
  about,
  type Loose,
  type Template,
  type TemplateNode,
  type Tree,
  template,
  tree,
} from "../../model/tree.ts";
import { yaml, yamlComment } from "../yaml.ts";
import { type Bundle, pathIn } from "./bundle.ts";
import { type Dialect, literal, literally } from "./compose-dialect.ts";
import { limitsOf, resourcesTree } from "./limits.ts";
import { type End, endsOf, type Wait, waitsOf } from "./waiting.ts";

/** Room for the files of a process that logs to its standard output. */
const SCRATCH_SIZE = "64m";

const HEADER = constant("the heading of a generated file");

const CONDITIONS = {
  started: "service_started",
  healthy: "service_healthy",
  completed: "service_completed_successfully",
} as const;

/** How often CLP looks at its services. */
const HEALTH_TIMES = {
  interval: "30s",
  retries: 3,
  start_interval: "2s",
  start_period: "60s",
  timeout: "2s",
} as const;

export function composeFile(bundle: Bundle): EmittedFile<"public"> {
  const { model, options } = bundle;
  const workloads = model.components.filter((component) => component.kind !== "external");
  const services: Record<string, TemplateNode> = {};
  const waits = waitsOf(model);
  for (const wait of waits) {
    services[wait.name] = about(wait.external.id, waitTree(bundle, wait));
  }
  for (const workload of workloads)
    services[workload.name] = about(workload.id, serviceTree(bundle, workload, waits));
  for (const end of endsOf(model)) services[end.name] = about(end.job.id, endTree(end));
  const content = template(
    {
      name: literally(options.projectName),
      services,
      volumes: namedVolumes(model),
      networks: networks(bundle),
    },
    constant("every compose file has this"),
  );
  return emittedFile(
    pathIn(bundle, "docker-compose.yaml"),
    "public",
    joinTexts(
      textOfLines([
        yamlComment("Made by clp-compile. Change the inputs and compile again: edits here are lost.", HEADER),
        yamlComment("Own additions belong in docker-compose.override.yaml, which is never touched.", HEADER),
      ]),
      yaml(content, { write: bundle.dialect.interpolated, originOf: bundle.dialect.originOf }),
    ),
  );
}

function serviceTree(bundle: Bundle, workload: Service | Job, waits: readonly Wait[]): TemplateNode {
  const { model, options, dialect } = bundle;
  const { uid, gid } = model.users[workload.owner];
  const owner = derived("uid:gid of the site file", uid.origin, gid.origin);
  const environment = Object.fromEntries(workload.environment.map(({ name, value }) => [name, value]));
  const volumes = workload.mounts.map((mount) => mountTree(model, mount));
  const dependsOn = dependencies(model, workload, waits);
  const extraHosts = [...namesOf(model, dialect), ...extraHostsOf(model, workload).map(hostLine)];
  const own = limitsOf(options.limits, workload);
  const hash = configHash(model, workload, dialect.hashed);
  return template(
    {
      image: workload.image,
      command: workload.command,
      hostname: workload.namedByService === true ? undefined : workload.hostname,
      user: sourced(`${uid.value}:${gid.value}`, owner),
      group_add: workload.groups?.map(({ value: id, origin }) => sourced(String(id), origin)),
      restart: workload.restart,
      // Docker's own small init passes signals on.
      init: workload.kind === "service" && workload.needsInit === true ? true : undefined,
      stop_grace_period: `${workload.stopGraceSeconds}s`,
      deploy: own === undefined ? undefined : { resources: resourcesTree(own) },
      logging: { driver: "local" },
      // Docker Compose does not look into files that are mounted: this makes it create a container anew.
      labels: hash === undefined ? undefined : { [CONFIG_HASH_LABEL]: hash },
      environment: workload.environment.length === 0 ? undefined : environment,
      ports: workload.kind === "service" ? publishedPorts(model, dialect, workload.ports) : undefined,
      volumes: volumes.length === 0 ? undefined : volumes,
      tmpfs: workload.scratch?.map(({ value: path, origin }) =>
        sourced(
          // Its user's own: of a mode that lets others write, a container's second start leaves 0755 (runc #3911).
          `${path}:uid=${uid.value},gid=${gid.value},mode=0755,size=${SCRATCH_SIZE}`,
          derived("a directory that is lost with its container", origin, owner),
        ),
      ),
      extra_hosts: extraHosts.length === 0 ? undefined : extraHosts,
      depends_on: dependsOn,
      healthcheck: workload.kind === "service" ? healthcheck(model, workload) : undefined,
    },
    derived(`${workload.id} of ${model.release.value.name}`, workload.origin),
  );
}

function publishedPorts(
  { release }: DeploymentModel,
  dialect: Dialect,
  ports: readonly Port[],
): Loose | undefined {
  const trees = ports.flatMap(({ inside, published }) =>
    published === undefined
      ? []
      : [
          tree(
            {
              host_ip: sourced(dialect.setting(published.host), published.host.value.origin),
              published: sourced(dialect.setting(published.port), published.port.value.origin),
              target: sourced(inside, constant(`the port inside the container of ${release.value.name}`)),
            },
            published.port.value.origin,
          ),
        ],
  );
  return trees.length === 0 ? undefined : trees;
}

/** The volumes that the engine mounts from elsewhere, in place of a directory of the host. */
function namedVolumes({ volumes }: DeploymentModel): Loose | undefined {
  const trees = volumes.flatMap(({ id, sharing }) => {
    if (sharing?.kind !== "nfs") return [];
    const { server, path } = sharing;
    const driver_opts = {
      type: "nfs",
      o: literally(map(server, "options of the mount", (name) => `addr=${name},nfsvers=4,rw`)),
      device: literally(map(path, "what the server exports", (text) => `:${text}`)),
    };
    const origin = derived("the site file says how hosts share it", server.origin, path.origin);
    return [[id, tree({ driver: "local", driver_opts }, origin)] as const];
  });
  return trees.length === 0 ? undefined : Object.fromEntries(trees);
}

function networks({ options: { host } }: Bundle): Loose | undefined {
  return (
    host && {
      default: tree(
        { driver_opts: { "com.docker.network.bridge.name": host.bridge } },
        derived("by its name firewall.nft knows the containers of this host", host.bridge.origin),
      ),
    }
  );
}

const NEVER_MADE = constant("what a container mounts is made by prepare.sh, never by Docker (D55)");

/**
 * The long syntax, since a colon in a path breaks the short one (D53). With `create_host_path` off, Compose
 * hands a mount on as it is, colon and all, and a source that is not there is an error at once, in place of
 * an empty directory of root's (D55).
 */
function mountTree(model: DeploymentModel, mount: Mount): Tree {
  const shared = mount.kind === "volume" ? model.volumes.find(({ id }) => id === mount.volume) : undefined;
  if (shared?.sharing?.kind === "nfs") {
    return tree(
      {
        type: "volume",
        source: shared.id,
        target: literally(mount.at),
        read_only: mount.readOnly ? true : undefined,
        // What an image has at that place is nobody's archive.
        volume: { nocopy: true },
      },
      derived("the engine mounts it", mount.origin, shared.sharing.server.origin),
    );
  }
  return tree(
    {
      type: "bind",
      source: literally(sourceOf(model, mount)),
      target: literally(mount.at),
      read_only: mount.readOnly ? true : undefined,
      bind: tree({ create_host_path: false }, NEVER_MADE),
    },
    mount.origin,
  );
}

function sourceOf(model: DeploymentModel, mount: Mount): Sourced<string> {
  if (mount.kind === "file") {
    const file = mountedFile(model, mount);
    const path = mount.folder === true ? file.path.slice(0, file.path.lastIndexOf("/")) : file.path;
    return sourced(`./${path}`, file.origin);
  }
  const volume = model.volumes.find(({ id }) => id === mount.volume);
  if (volume === undefined) throw new Error(`the model has no volume ${mount.volume}`);
  return mountedPath(volume, mount);
}

/** A container of the client's own image and user, which asks until the server answers. */
function waitTree({ model, dialect }: Bundle, wait: Wait): TemplateNode {
  const { client, external } = wait;
  const { uid, gid } = model.users[client.owner];
  const extraHosts = [...namesOf(model, dialect), ...serverNames(external).map(hostLine)];
  const lines = wait.program.map((line) => ({ text: literal(line), origins: [wait.origin] }));
  const program: Tree = { kind: "block", content: textOfLines(lines), origin: wait.origin };
  return template(
    {
      image: client.image,
      command: ["python3", "-u", "-c", program],
      user: sourced(`${uid.value}:${gid.value}`, derived("uid:gid of the site file", uid.origin, gid.origin)),
      restart: "no",
      init: true,
      logging: { driver: "local" },
      environment: Object.fromEntries(wait.environment.map(({ name, value }) => [name, value])),
      extra_hosts: extraHosts.length === 0 ? undefined : extraHosts,
    },
    wait.origin,
  );
}

function endTree({ job, origin }: End): TemplateNode {
  const needs = { [job.name]: tree({ condition: CONDITIONS.completed }, origin) };
  return template({ image: job.image, scale: 0, depends_on: needs }, origin);
}

/** For what somebody else runs, the end of its wait stands in. */
function dependencies(
  model: DeploymentModel,
  workload: Service | Job,
  waits: readonly Wait[],
): Loose | undefined {
  const entries: Record<string, Tree> = {};
  for (const { on, until, origin } of workload.needs) {
    const other: Component | undefined = model.components.find(({ id }) => id === on);
    if (other === undefined) throw new Error(`${workload.id} needs ${on}, which the model does not have`);
    const [name, condition] =
      other.kind === "external"
        ? [waits.find(({ external }) => external.id === on)?.name, CONDITIONS.completed]
        : [other.name, CONDITIONS[until]];
    if (name !== undefined) entries[name] = about(other.id, tree({ condition }, origin));
  }
  return Object.keys(entries).length === 0 ? undefined : entries;
}

/** The name of an external server, and the address at which a container finds it. */
interface ServerName {
  readonly name: string;
  readonly address: Sourced<string>;
}

function hostLine({ name, address }: ServerName): Sourced<string> {
  return sourced(`${name}:${address.value}`, address.origin);
}

/** What one container is told besides: the names of external servers that it asks, each with its address. */
export function extraHostsOf(model: DeploymentModel, workload: Service | Job): readonly ServerName[] {
  const hosts = externalsReachedBy(model, workload).flatMap((external) => serverNames(external));
  const fixed = workload.fixedNames.flatMap(({ name, of, origin }) => {
    const target = model.components.find(({ id }) => id === of);
    if (target?.kind !== "external") return [];
    const address = target.loopback ? "host-gateway" : target.address?.value;
    if (address === undefined) return [];
    const why = derived("the external server under the name that is looked up", origin, target.host.origin);
    return [{ name, address: sourced(address, why) }];
  });
  const all = new Map([...hosts, ...fixed].map((one) => [hostLine(one).value, one]));
  return [...all.values()];
}

/** What every container is told, whom it asks or not. */
function namesOf(model: DeploymentModel, dialect: Dialect): readonly Sourced<string>[] {
  return model.hostNames.map(({ name, address, origin }) =>
    sourced(`${dialect.interpolated(name)}=${dialect.interpolated(address)}`, origin),
  );
}

function serverNames(external: External): readonly ServerName[] {
  const { host, address } = external;
  // Every container is told of it (`namesOf`).
  if (external.fixedName !== undefined) return [];
  if (external.loopback) {
    const why = "a server on the host's own loopback is reached by the host's gateway";
    return [{ name: HOST_GATEWAY, address: map(host, why, () => "host-gateway") }];
  }
  // A name without an address is asked of DNS by the container itself.
  return address === undefined || host.value === address.value ? [] : [{ name: host.value, address }];
}

function healthcheck({ release }: DeploymentModel, { health, id }: Service): Loose<Template> | undefined {
  if (health === "none") return undefined;
  const origin: Origin = constant(`health check of ${id} in ${release.value.name}`);
  const test = health.test.map((word) => (word.parts.length === 0 ? sourced("", origin) : word));
  const { timeoutSeconds, startSeconds } = health;
  const times = {
    ...HEALTH_TIMES,
    ...(timeoutSeconds === undefined ? {} : { timeout: `${timeoutSeconds}s` }),
    ...(startSeconds === undefined ? {} : { start_period: `${startSeconds}s` }),
  };
  return template({ test: [health.form === "exec" ? "CMD" : "CMD-SHELL", ...test], ...times }, origin);
}

/** The variables that Compose puts values in the place of: `$$` is a dollar. */
export const variablesAskedFor = memoize((bundle: Bundle): ReadonlySet<string> => {
  const { text } = composeFile(bundle);
  return new Set(
    [...text.matchAll(/\$\$|\$\{(?<name>\w+)/g)].flatMap(({ groups }) => groups?.["name"] ?? []),
  );
});
