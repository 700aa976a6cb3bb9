/** NetworkPolicies, read as an engine reads them: what CLP needs is open, and nothing else is. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Generated, generated } from "../../arbitrary.ts";
import { okFixtures } from "../../fixtures.ts";
import { type Any, containersOf, type Manifests, manifests, manifestsOf, podOwners } from "./manifests.ts";
import { allows, type End } from "./policy-engine.ts";

/** Who connects to whom, by what CLP's programs do (facts: releases, presto.md); `+n`: so many ports from there on. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  "db-table-creator": ["database:3306"],
  "results-cache-indices-creator": ["results-cache:27017"],
  "compression-scheduler": ["database:3306", "queue:5672", "redis:6379"],
  "query-scheduler": ["database:3306", "queue:5672", "redis:6379", "results-cache:27017"],
  "compression-worker": ["database:3306", "queue:5672", "redis:6379"],
  "spider-compression-worker": ["database:3306", "spider-scheduler:6000"],
  "spider-scheduler": ["database:3306"],
  "query-worker": ["queue:5672", "redis:6379", "results-cache:27017", "reducer:14009+n"],
  reducer: ["query-scheduler:7000", "results-cache:27017"],
  webui: ["database:3306", "results-cache:27017", "presto-coordinator:8080"],
  "api-server": ["database:3306", "results-cache:27017"],
  "garbage-collector": ["database:3306", "results-cache:27017"],
  "log-ingestor": ["database:3306"],
  "mcp-server": ["database:3306", "results-cache:27017"],
  "presto-coordinator": ["database:3306", "presto-worker:8080"],
  "presto-worker": ["presto-coordinator:8080", "presto-worker:8080"],
};

/** Those that report to a collector of telemetry. */
const COLLECTOR = "otel-collector:4318";

interface Pods {
  readonly component: string;
  /** In the model: both compression workers have one name. */
  readonly id: string;
  readonly end: End;
  readonly owner: Any;
  /** All ports on which its containers listen. */
  readonly ports: readonly number[];
}

function podsOf(made: Manifests): readonly Pods[] {
  return podOwners(made).map((owner) => {
    const component = owner.metadata.labels["app.kubernetes.io/component"] as string;
    const { template } = owner.spec;
    const named = made.model.components.find(({ name }) => name === component);
    return {
      component,
      id: named?.id ?? component,
      end: { labels: template.metadata.labels, namespace: owner.metadata.namespace },
      owner,
      ports: template.spec.containers.flatMap((one: Any) =>
        (one.ports ?? []).map(({ containerPort }: Any) => containerPort),
      ),
    };
  });
}

function withPolicies(sources: Parameters<typeof manifestsOf>[0], more: object = {}): Manifests {
  const layer = JSON.stringify({ kubernetes: { network_policies: true, ...more } });
  return manifestsOf({ ...sources, siteLayers: [{ name: "policies.yaml", content: layer }] });
}

function ofGenerated({ config, credentials, site }: Generated, more: object = {}): Manifests {
  return withPolicies(
    {
      config: { name: "clp-config.yaml", content: config },
      credentials: { name: "credentials.yaml", content: credentials },
      site: { name: "clp-site.yaml", content: site },
    },
    more,
  );
}

/** What a client needs of a server's pods, as `client → server:port`. */
function neededOf(made: Manifests): ReadonlySet<string> {
  const all = podsOf(made);
  const needed = new Set<string>();
  for (const client of all) {
    for (const need of NEEDS[client.id] ?? []) {
      const [name, port] = need.split(/[:+]/) as [string, string];
      const server = all.find(({ component }) => component === name);
      if (server === undefined) continue;
      const ports = need.endsWith("+n") ? server.ports : [Number(port)];
      for (const one of ports) needed.add(`${client.component} → ${name}:${one}`);
    }
    const reports = JSON.stringify(client.owner).includes('"OTEL_EXPORTER_OTLP_ENDPOINT"');
    const hasCollector = all.some(({ component }) => component === "otel-collector");
    if (reports && hasCollector) needed.add(`${client.component} → ${COLLECTOR}`);
  }
  return needed;
}

function openOf(made: Manifests): ReadonlySet<string> {
  const policies = made.kind("NetworkPolicy");
  const all = podsOf(made);
  return new Set(
    all.flatMap((client) =>
      all.flatMap((server) =>
        server.ports
          .filter((port) => allows(policies, client.end, server.end, port))
          .map((port) => `${client.component} → ${server.component}:${port}`),
      ),
    ),
  );
}

/** The texts that a container is told, those of Secrets among them. */
function toldTexts(made: Manifests, container: Any): readonly string[] {
  const variables = (container.env ?? []).map(({ value, valueFrom }: Any) =>
    valueFrom?.secretKeyRef === undefined
      ? String(value ?? "")
      : made.secret(valueFrom.secretKeyRef.name, valueFrom.secretKeyRef.key),
  );
  return [...variables, ...(container.command ?? []), ...(container.args ?? [])];
}

/** Addresses as `host:port` in URLs, and by a variable `…HOST` beside one `…PORT`. */
function toldAddresses(made: Manifests, container: Any): readonly (readonly [host: string, port: number])[] {
  const urls = toldTexts(made, container).flatMap((text) =>
    [...text.matchAll(/\/\/(?:[^/@\s]*@)?([a-z0-9.-]+):(\d+)/g)].map(
      ([, host, port]) => [host!, Number(port)] as const,
    ),
  );
  const env: readonly Any[] = container.env ?? [];
  const pairs = env.flatMap(({ name, value }) => {
    const port = name.endsWith("HOST") && env.find((one) => one.name === name.replace(/HOST$/, "PORT"));
    return port ? [[String(value), Number(port.value)] as const] : [];
  });
  return [...urls, ...pairs];
}

function isSilent({ env }: Any): boolean {
  return env.some(({ name, value }: Any) => name === "CLP_DISABLE_TELEMETRY" && value === "true");
}

/** Where a name leads in a pod: as its own list says, or to wherever DNS would lead it. */
function addressIn({ hostAliases = [] }: Any, host: string): string {
  if (/^[0-9.]+$/.test(host)) return host;
  return hostAliases.find(({ hostnames }: Any) => hostnames.includes(host))?.ip ?? "203.0.113.7";
}

/** Of the addresses that containers are told those that the policies keep them from. */
function unreachable(made: Manifests): readonly string[] {
  const policies = made.kind("NetworkPolicy");
  const services = made.kind("Service");
  const all = podsOf(made);
  return all.flatMap((client) =>
    containersOf(client.owner.spec.template.spec).flatMap((container) =>
      toldAddresses(made, container).flatMap(([host, port]) => {
        const service = services.find(({ metadata }) => metadata.name === host);
        if (service === undefined) {
          if (["0.0.0.0", "127.0.0.1", "localhost"].includes(host)) return [];
          // The name of the collector stands there where nobody reports, too.
          if (host === "otel-collector" && isSilent(container)) return [];
          const to: End = { address: addressIn(client.owner.spec.template.spec, host) };
          return allows(policies, client.end, to, port) ? [] : [`${client.component} → ${host}:${port}`];
        }
        const found = service.spec.ports.find((one: Any) => one.port === port);
        const server = all.find(
          ({ component }) => component === service.spec.selector["app.kubernetes.io/component"],
        )!;
        if (server === client) return [];
        const inside = server.owner.spec.template.spec.containers
          .flatMap((one: Any) => one.ports ?? [])
          .find((one: Any) => one.name === found?.targetPort)?.containerPort;
        return allows(policies, client.end, server.end, inside)
          ? []
          : [`${client.component} → ${host}:${port}`];
      }),
    ),
  );
}

const RUNS = { numRuns: 200, seed: 11 };
const DEPLOYMENTS = okFixtures().filter(({ sources }) => !String(sources.site?.content).includes("hosts:"));

function holds(made: Manifests): void {
  expect(unreachable(made)).toEqual([]);
  expect([...openOf(made)].sort()).toEqual([...neededOf(made)].sort());
}

describe("within a release", () => {
  test("exactly what CLP's programs need is open, and every address that they are told", () => {
    fc.assert(
      fc.property(generated, (inputs) => holds(ofGenerated(inputs))),
      RUNS,
    );
  });

  test.each([
    "40-presto-base",
    "42-presto-base-0.13.0-s3",
    "43-presto-spider-base-0.13.0",
    "22-release-0.13.0",
  ])("%s", (name) => {
    const { sources } = DEPLOYMENTS.find((one) => one.name === name)!;
    holds(withPolicies(sources));
  });

  test("every pod asks DNS, and nobody reaches what does not belong to the release", () => {
    const made = manifests("telemetry: {disable: true}\n", {
      kubernetes: { network_policies: true },
      host: 'clp_version: "0.13.0"\nhost: {clp_home: /home/clp/clp-package}',
    });
    const policies = made.kind("NetworkPolicy");
    for (const { end } of podsOf(made)) {
      expect(allows(policies, end, { address: "10.96.0.10" }, 53, "UDP")).toBe(true);
      expect(allows(policies, end, { address: "10.96.0.10" }, 53)).toBe(true);
      for (const port of [22, 80, 443, 3306, 6443])
        expect(allows(policies, end, { address: "203.0.113.7" }, port)).toBe(false);
    }
  });
});

describe("from outside", () => {
  const STRANGER: End = { labels: { app: "other" }, namespace: "default" };
  const ELSEWHERE: End = {
    labels: {
      "app.kubernetes.io/name": "clp",
      "app.kubernetes.io/instance": "clp",
      "app.kubernetes.io/component": "webui",
    },
    namespace: "elsewhere",
  };
  const MACHINE: End = { address: "192.0.2.1" };
  const opened = (kubernetes: object): readonly string[] => {
    const made = manifests("mcp_server: {}\n", { kubernetes: { network_policies: true, ...kubernetes } });
    const policies = made.kind("NetworkPolicy");
    return podsOf(made).flatMap(({ component, end, ports }) => {
      const open = ports.filter((port) => allows(policies, MACHINE, end, port));
      // Who is let in from outside is let in from anywhere, and nobody else is.
      for (const from of [STRANGER, ELSEWHERE])
        expect(ports.filter((port) => allows(policies, from, end, port))).toEqual(open);
      return open.map((port) => `${component}:${port}`);
    });
  };

  test("only what is published is reached", () => {
    expect(opened({})).toEqual(["api-server:3001", "mcp-server:8000", "webui:4000"]);
    expect(opened({ expose_databases: true })).toEqual([
      "database:3306",
      "results-cache:27017",
      "api-server:3001",
      "mcp-server:8000",
      "webui:4000",
    ]);
    expect(
      opened({
        services: { api_server: { type: "ClusterIP" }, mcp_server: { type: "LoadBalancer" } },
        ingress: { hosts: { webui: "clp.example.com" } },
      }),
    ).toEqual(["mcp-server:8000", "webui:4000"]);
  });

  test("two releases in a namespace do not reach each other, and each is as it was without the other", () => {
    const one = manifests("", { kubernetes: { network_policies: true, release_name: "one" } });
    const two = manifests("", { kubernetes: { network_policies: true, release_name: "two" } });
    const policies = [...one.kind("NetworkPolicy"), ...two.kind("NetworkPolicy")];
    expect(new Set(policies.map(({ metadata }) => metadata.name)).size).toBe(policies.length);
    for (const client of podsOf(one))
      for (const server of podsOf(two))
        for (const port of server.ports)
          expect(
            allows(policies, client.end, server.end, port),
            `${client.component} → ${server.component}`,
          ).toBe(false);
    expect([...openOf({ ...one, kind: () => policies } as Manifests)]).toEqual([...openOf(one)]);
  });
});

describe("to servers of others", () => {
  const site = (more: string) => `clp_version: "0.13.0"\nhost: {clp_home: /home/clp/clp-package${more}}`;
  const CONFIG =
    "telemetry: {disable: true}\nbundled: [queue, redis, results_cache]\ndatabase: {host: db.example.com, port: 3307}\n";
  const reached = (made: Manifests, address: string, port: number): readonly string[] =>
    podsOf(made)
      .filter(({ end }) => allows(made.kind("NetworkPolicy"), end, { address }, port))
      .map(({ component }) => component);

  test("a name opens a port, an address itself alone", () => {
    const byName = manifests(CONFIG, { kubernetes: { network_policies: true }, host: site("") });
    expect(byName.findings).toContain("note CLP5303");
    expect(reached(byName, "203.0.113.7", 3307)).toContain("webui");
    expect(reached(byName, "203.0.113.7", 3307)).not.toContain("reducer");
    expect(reached(byName, "203.0.113.7", 3306)).toEqual([]);
    const known = manifests(CONFIG, {
      kubernetes: { network_policies: true },
      host: site(", addresses: {db.example.com: 10.0.0.5}"),
    });
    expect(known.findings).not.toContain("note CLP5303");
    expect(reached(known, "203.0.113.7", 3307)).toEqual([]);
    expect(reached(known, "10.0.0.5", 3307)).toContain("webui");
  });

  test("stores are reached on their port by who reads or writes them, and AWS where it gives the login", () => {
    const archives = (more: string) =>
      `archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: a/, ${more}}}}\ntelemetry: {disable: true}\n`;
    const keys =
      "aws_authentication: {type: credentials, credentials: {access_key_id: FAKE-ID, secret_access_key: fake-key}}";
    const made = (more: string) =>
      manifests(archives(more), { kubernetes: { network_policies: true }, host: site("") });
    const users = ["compression-scheduler", "compression-worker", "query-worker", "garbage-collector"];
    const own = made(`endpoint_url: "http://10.0.0.9:9000", ${keys}`);
    expect(reached(own, "10.0.0.9", 9000)).toEqual(users);
    expect(reached(own, "10.0.0.8", 9000)).toEqual([]);
    const aws = made(`region_code: us-east-1, ${keys}`);
    expect(reached(aws, "203.0.113.7", 443)).toEqual(users);
    expect(reached(aws, "169.254.169.254", 80)).toEqual([]);
    const byRole = made("region_code: us-east-1, aws_authentication: {type: default}");
    expect(reached(byRole, "169.254.169.254", 80)).toEqual(users);
  });

  test("telemetry leaves by the collector alone", () => {
    const made = manifests('telemetry: {disable: false, endpoint: "http://10.0.0.7:4318"}\n', {
      kubernetes: { network_policies: true },
      host: site(""),
    });
    expect(reached(made, "10.0.0.7", 4318)).toEqual(["otel-collector"]);
  });
});
