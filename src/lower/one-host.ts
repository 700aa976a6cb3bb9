/** One host of several: what it is told of the site, whom it sees elsewhere, and which keys it does without. */
import { derived, formatPath, type Origin, type Sourced, sourced } from "../base/origin.ts";
import { given, pick, withOrigins } from "../base/typed.ts";
import { CATALOGUE } from "../clp/components/catalogue.ts";
import type { Site } from "../input/schema/site.ts";
import { isRead } from "../model/config-hash.ts";
import type {
  Component,
  DeploymentModel,
  External,
  GeneratedFile,
  Host,
  Job,
  Service,
  Setting,
} from "../model/model.ts";
import { passagesOf } from "../model/reachability.ts";
import type { Template } from "../model/tree.ts";
import { type ComponentId, holdsSecret, isValue } from "../model/value.ts";
import type { PublishedHost } from "./addresses.ts";
import type { Deployment, Outline } from "./deployment.ts";
import type { PlacedHost, Placement } from "./placement.ts";

/** What of `host` a host may say for itself. */
const OF_A_HOST = ["clp_home", "uid", "gid", "third_party_uid", "third_party_gid"] as const;

/** A section with some keys replaced, each with its origin. */
function replaced<T extends object>(section: T, by: Readonly<Partial<Record<string, Sourced<unknown>>>>): T {
  const origins = Object.keys(section).flatMap((key) => {
    const held = given(section, key as keyof T);
    return held === undefined ? [] : [[key, by[key]?.origin ?? held.origin] as const];
  });
  const values = Object.entries(by).flatMap(([key, one]) => (one === undefined ? [] : [[key, one.value]]));
  return withOrigins({ ...section, ...Object.fromEntries(values) }, new Map<PropertyKey, Origin>(origins));
}

/** The site file as one host is told it: what the host does not say for itself is everybody's. */
export function siteOn(site: Site, { entry }: PlacedHost): Site {
  const own = Object.fromEntries(OF_A_HOST.map((key) => [key, given(entry, key)]));
  const host = replaced(site.host, own);
  const compose = replaced(site.compose, { project_name: given(entry, "project_name") });
  return replaced(site, {
    host: sourced(host, pick(site, "host").origin),
    compose: sourced(compose, pick(site, "compose").origin),
  });
}

/**
 * The hosts on which services are published: where the config does not write one, the address of the host
 * that runs the service, for which others ask. Without several hosts they are what they are.
 */
export function placedAddresses(
  outline: Outline,
  hosts: readonly PublishedHost[],
  placement: Placement | undefined,
  here: PlacedHost | undefined,
): readonly PublishedHost[] {
  if (placement === undefined) return hosts;
  const addressOf = (id: PublishedHost["id"]): Sourced<string> | undefined => {
    const on = placement.hostsOf(id);
    const host = on.find(({ name }) => name.value === here?.name.value) ?? on[0];
    return (
      host &&
      sourced(
        host.address.value,
        derived("published where it runs, at the address of that host", host.address.origin),
      )
    );
  };
  const written = hosts.map((one) => {
    if (one.host.origin.kind !== "default" || !isOwn(outline, one)) return one;
    const host = addressOf(one.id);
    return host === undefined ? one : { ...one, host };
  });
  const known = new Set(written.map(({ id }) => id));
  const others = CATALOGUE.flatMap(({ id }) => {
    const host = known.has(id) ? undefined : addressOf(id);
    return host === undefined ? [] : [{ id, host }];
  });
  return [...written, ...others];
}

function isOwn(outline: Outline, { section }: PublishedHost): boolean {
  return section === undefined || outline.bundled(section).value;
}

/** The components as one host sees them: its own as they are, and of the others what it may reach or wait for. */
export function seenFrom(
  { placement }: Deployment,
  here: PlacedHost,
  components: readonly Component[],
): readonly Component[] {
  if (placement === undefined) throw new Error("there is one host");
  const own = new Set(here.components.map(({ id }) => id));
  const needed = new Set(
    components.flatMap((one) =>
      one.kind === "external" || !own.has(one.id) ? [] : one.needs.map(({ on }) => on),
    ),
  );
  const elsewhere = (one: Service): External | undefined => {
    const [port] = one.ports;
    const hosts = placement.hostsOf(one.id);
    const [host] = hosts;
    if (port === undefined || host === undefined) return undefined;
    const isOne = hosts.length === 1 && one.advertises === undefined;
    return {
      ...shared(one),
      host: sourced(one.hostname, derived("the name by which containers know it", one.origin)),
      port: port.published?.port.value ?? sourced(port.inside, one.origin),
      ...(isOne ? { address: host.address, on: { name: host.name, address: host.address } } : {}),
    };
  };
  return components.flatMap((component): readonly Component[] => {
    if (component.kind === "external" || own.has(component.id)) return [component];
    const seen =
      component.kind === "service"
        ? elsewhere(component)
        : needed.has(component.id)
          ? workOf(component)
          : undefined;
    return seen === undefined ? [] : [seen];
  });

  /** What a job elsewhere has done is seen in the server that it is for. */
  function workOf(job: Job): External | undefined {
    const [host] = placement!.hostsOf(job.id);
    const beside = components.find(({ id }) => job.needs.some(({ on }) => on === id));
    if (host === undefined || beside === undefined || beside.kind === "job") return undefined;
    const at = beside.kind === "external" ? beside : own.has(beside.id) ? inside(beside) : elsewhere(beside);
    if (at === undefined) return undefined;
    const { host: name, port, address, loopback } = at;
    return {
      ...shared(job),
      host: name,
      port,
      loopback,
      ...(address === undefined ? {} : { address }),
      on: { name: host.name, address: host.address },
    };
  }
}

function inside(service: Service): Pick<External, "host" | "port" | "address" | "loopback"> | undefined {
  const [port] = service.ports;
  return port === undefined
    ? undefined
    : {
        host: sourced(service.hostname, service.origin),
        port: sourced(port.inside, service.origin),
        loopback: false,
      };
}

/** What stays of a service or job where another host runs it. */
function shared({ id, name, title, description, group, origin, questions }: Service | Job) {
  return {
    kind: "external",
    id,
    name,
    title,
    description,
    group,
    origin,
    loopback: false,
    ...(questions === undefined ? {} : { questions }),
  } as const;
}

/** In the place of a key that nobody on a host reads: what reads the file as a whole wants some text. */
const NOT_HERE = "NOT-ON-THIS-HOST";

/** The model without the S3 keys that no component of it reads: a host has no secret of others. */
export function withoutOthersKeys(model: DeploymentModel): DeploymentModel {
  return { ...model, files: model.files.map((file) => (file.secret ? pruned(model, file) : file)) };
}

function pruned({ components }: DeploymentModel, file: GeneratedFile): GeneratedFile {
  if (file.content.format === "text") return file;
  const reads = components.flatMap((one) =>
    one.kind === "external"
      ? []
      : one.mounts.flatMap((mount) => (mount.kind === "file" && mount.file === file.id ? [mount.reads] : [])),
  );
  let holds = false;
  const prune = (node: Template, path: readonly (string | number)[]): Template => {
    if (isValue(node)) {
      if (!holdsSecret(node)) return node;
      if (reads.some((keys) => isRead(keys, formatPath(path)))) {
        holds = true;
        return node;
      }
      const why = derived("a key that nothing on this host reads is not on it", node.origin);
      return sourced(NOT_HERE, why);
    }
    if (node.kind === "map")
      return {
        ...node,
        entries: node.entries.map(([key, item]) => [key, prune(item, [...path, key])] as const),
      };
    if (node.kind === "seq")
      return { ...node, items: node.items.map((item, index) => prune(item, [...path, index])) };
    return node;
  };
  const template = prune(file.content.template, []);
  return { ...file, content: { ...file.content, template }, secret: holds };
}

/**
 * The hosts, with what others reach published where all of them are told that it is: no variable of one
 * host's `.env` changes that.
 */
export function withFixedPorts(hosts: readonly Host[]): readonly Host[] {
  const reached = new Map<Host, Set<ComponentId>>();
  for (const { to, service } of passagesOf({ hosts }))
    reached.set(to, new Set([...(reached.get(to) ?? []), service.id]));
  const fixed = new Set<string>();
  const fix = <T extends string | number>(setting: Setting<T>): Setting<T> => {
    fixed.add(setting.variable);
    return { ...setting, overridable: false };
  };
  const withPorts = hosts.map((host) => {
    const components = host.model.components.map((component) =>
      component.kind !== "service" || reached.get(host)?.has(component.id) !== true
        ? component
        : {
            ...component,
            ports: component.ports.map(({ published: at, ...port }) =>
              at === undefined ? port : { ...port, published: { host: fix(at.host), port: fix(at.port) } },
            ),
          },
    );
    return { ...host, model: { ...host.model, components } };
  });
  return withPorts.map(({ model, ...host }) => ({
    ...host,
    model: {
      ...model,
      settings: model.settings.map((one) => (fixed.has(one.variable) ? { ...one, overridable: false } : one)),
    },
  }));
}
