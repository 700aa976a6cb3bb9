/** Several hosts: whatever is placed where, all find each other, and no host has what others alone use. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Compilation, compile, type Sources } from "../../../src/mod.ts";
import { type ComposeService, CREDENTIALS } from "../../deploy.ts";
import { type Placement, placements, S3_SECRETS, sourcesOf } from "../../placements.ts";
import { PRESTO_ALONE } from "../../presto-config.ts";
import "../../seed.ts";

const LOGIN = parse(CREDENTIALS) as Record<string, Record<string, string>>;
interface Manifest {
  readonly hosts: readonly { name: string; address: string; components: readonly string[] }[];
  readonly connections: readonly {
    service: string;
    ports: readonly number[];
    from: readonly string[];
    to: readonly string[];
  }[];
}

interface Deployed {
  readonly compilation: Compilation;
  readonly manifest: Manifest;
  readonly text: (host: string, path: string) => string;
  readonly services: (host: string) => Readonly<Record<string, ComposeService>>;
}

function inputs(config: string, site: string): Sources {
  return {
    config: { name: "clp-config.yaml", content: config },
    credentials: { name: "credentials.yaml", content: CREDENTIALS },
    site: { name: "clp-site.yaml", content: site },
  };
}

function deployed(choice: Placement): Deployed {
  const compilation = compile(sourcesOf(choice), { secrets: true, emit: ["compose"] });
  const errors = compilation.diagnostics.filter(({ severity }) => severity === "error");
  expect(errors.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  const texts = new Map(compilation.files.map(({ path, text }) => [path, text]));
  const text = (host: string, path: string) => texts.get(`compose/hosts/${host}/${path}`)!;
  return {
    compilation,
    manifest: parse(texts.get("manifest.json")!) as Manifest,
    text,
    services: (host) =>
      (parse(text(host, "docker-compose.yaml")) as { services: Record<string, ComposeService> | null })
        .services ?? {},
  };
}

/** As the engine has it: defaults in the place of variables. */
function plain(text: string): string {
  return text.replace(/\$\{\w+:-([^}]*)\}/g, "$1");
}

/** Where each host publishes something: `10.0.0.10:3306`. */
function publishedOn({ manifest, services }: Deployed): ReadonlySet<string> {
  return new Set(
    manifest.hosts.flatMap(({ name }) =>
      Object.values(services(name)).flatMap(({ ports = [] }) =>
        ports.map(({ host_ip, published }) => `${plain(host_ip)}:${plain(String(published))}`),
      ),
    ),
  );
}

/** Host and port, wherever a text has them together. */
function addressesIn(text: string, names: readonly string[]): [name: string, port: number][] {
  return names.flatMap((name) =>
    [...text.matchAll(new RegExp(`(?<![\\w.-])${name}:(\\d+)`, "g"))].map(
      ([, port]) => [name, Number(port)] as [string, number],
    ),
  );
}

const SECTIONS = {
  database: "database",
  queue: "queue",
  redis: "redis",
  results_cache: "results_cache",
  query_scheduler: "query_scheduler",
};

function expectAllReach(all: Deployed): void {
  const { manifest, services, text } = all;
  const published = publishedOn(all);
  const isOpen = (from: string, address: string, port: number): boolean => {
    const to = manifest.hosts.find((host) => host.address === address)?.name;
    return manifest.connections.some(
      (one) => to !== undefined && one.from.includes(from) && one.to.includes(to) && one.ports.includes(port),
    );
  };
  for (const { name: host } of manifest.hosts) {
    const own = services(host);
    for (const [service, { extra_hosts = [], environment = {}, command = [] }] of Object.entries(own)) {
      const known = new Map(
        extra_hosts
          .map((line) => line.split(/[:=]/) as [string, string])
          .filter(([, address]) => address.startsWith("10.0.0.")),
      );
      const told = addressesIn(plain(JSON.stringify([Object.values(environment), command])), [
        ...known.keys(),
      ]);
      const config = parse(text(host, "var/log/.clp-config.yaml") ?? "{}") as Record<
        string,
        { host: string; port: number } | null
      >;
      if (!service.startsWith("wait-for-"))
        for (const section of Object.keys(SECTIONS))
          if (known.has(config[section]?.host ?? ""))
            told.push([config[section]!.host, config[section]!.port]);
      for (const [name, port] of told) {
        const address = known.get(name)!;
        expect(published, `${host}: ${service} is told ${name}:${port}`).toContain(`${address}:${port}`);
      }
      // Each name that a service knows leads to another host, and the table has a way there.
      for (const [name, address] of known) {
        const ports = told.filter(([one]) => one === name).map(([, port]) => port);
        if (service.startsWith("wait-for-")) continue;
        for (const port of ports.slice(0, 1))
          expect(
            isOpen(host, address, port),
            `${host}: ${service} connects to ${name} at ${address}:${port}`,
          ).toBe(true);
      }
    }
  }
  // Every query worker reaches every reducer at the address and ports that it makes known.
  const searching = manifest.hosts.filter(({ components }) => components.includes("query-worker"));
  for (const { name, address, components } of manifest.hosts) {
    if (!components.includes("reducer")) continue;
    const { reducer } = parse(text(name, "var/log/.clp-config.yaml")) as {
      reducer: { host: string; base_port: number };
    };
    expect(reducer.host).toBe(address);
    const command = services(name)["reducer"]!.command!;
    const count = Number(command[command.indexOf("--concurrency") + 1]);
    for (let port = reducer.base_port; port < reducer.base_port + count; port += 1) {
      expect(published).toContain(`${address}:${port}`);
      for (const one of searching)
        if (one.name !== name)
          expect(isOpen(one.name, address, port), `${one.name} to ${address}:${port}`).toBe(true);
    }
  }
}

/** `up --wait` fails at the end of a job for which no service of its host waits. */
function expectJobsAwaited({ compilation, services }: Deployed): void {
  for (const { name: host, model } of compilation.model!.hosts ?? []) {
    const conditions = Object.values(services(host.value)).flatMap(({ depends_on = {} }) =>
      Object.entries(depends_on).map(([on, { condition }]) => `${on} ${condition}`),
    );
    for (const { kind, name } of model.components)
      if (kind === "job") expect(conditions).toContain(`${name} service_completed_successfully`);
  }
}

function expectAllThere({ manifest, services, text }: Deployed): void {
  for (const { name: host, components } of manifest.hosts) {
    const own = services(host);
    expect(
      Object.keys(own)
        .filter((name) => !name.startsWith("wait-for-"))
        .sort(),
    ).toEqual([...components].sort());
    for (const { depends_on = {} } of Object.values(own))
      for (const name of Object.keys(depends_on)) expect(Object.keys(own)).toContain(name);
    const asked = new Set(
      [...text(host, "docker-compose.yaml").matchAll(/\$\{(\w+)/g)].map(([, name]) => name!),
    );
    const given = [...text(host, ".env").matchAll(/^(\w+)=/gm)].map(([, name]) => name!);
    expect([...given].sort()).toEqual([...asked].sort());
  }
}

/** Who has the right to know what, by hand. */
const MAY_KNOW: readonly (readonly [secret: string, who: readonly string[]])[] = [
  [LOGIN["database"]!["root_password"]!, ["database", "db-table-creator"]],
  [
    LOGIN["database"]!["spider_password"]!,
    ["db-table-creator", "compression-scheduler", "spider-scheduler", "compression-worker"],
  ],
  [
    LOGIN["database"]!["password"]!,
    [
      ...["database", "db-table-creator", "compression-scheduler", "query-scheduler", "api-server"],
      ...["garbage-collector", "log-ingestor", "mcp-server", "webui"],
    ],
  ],
  [
    LOGIN["queue"]!["password"]!,
    ["queue", "compression-scheduler", "query-scheduler", "compression-worker", "query-worker"],
  ],
  [
    LOGIN["redis"]!["password"]!,
    ["redis", "compression-scheduler", "query-scheduler", "compression-worker", "query-worker"],
  ],
  [S3_SECRETS.logs_input, ["log-ingestor"]],
  [
    S3_SECRETS.archive_output,
    ["compression-scheduler", "compression-worker", "query-worker", "garbage-collector", "log-ingestor"],
  ],
  [S3_SECRETS.stream_output, ["query-worker", "api-server", "garbage-collector", "webui"]],
];

function expectNoSecretOfOthers({ compilation, manifest }: Deployed): void {
  for (const { name, components } of manifest.hosts) {
    const files = compilation.files.filter(({ path }) => path.startsWith(`compose/hosts/${name}/`));
    const text = files.map((file) => file.text).join("\n");
    for (const [secret, who] of MAY_KNOW) {
      // Passwords that begin alike are told apart by their ends.
      const is = new RegExp(`${secret}(?![\\w-])`).test(text);
      if (is)
        expect(
          who.filter((one) => components.includes(one)),
          `${secret} on ${name}`,
        ).not.toEqual([]);
    }
    for (const { access, text: content } of files)
      if (access === "public") for (const [secret] of MAY_KNOW) expect(content).not.toContain(secret);
  }
}

describe("generated placements", () => {
  test("all find each other, everything is there once asked for, and no host has a secret of others", () => {
    fc.assert(
      fc.property(placements, (choice) => {
        const all = deployed(choice);
        expectAllReach(all);
        expectAllThere(all);
        expectJobsAwaited(all);
        expectNoSecretOfOthers(all);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a hundred workers", () => {
  const sources = inputs(
    "logs_input: {type: fs, directory: /srv/logs}\n",
    `clp_version: "0.9.0"
host: {clp_home: /home/clp/clp-package}
hosts:
  - {name: control, address: 10.1.255.1, components: [infrastructure, schedulers, rest]}
  - {name: "worker-{n}", count: 100, address: 10.1.0.200, cpus: 16, components: [workers]}
shared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}
`,
  );
  const { ok, files } = compile(sources, { secrets: true });
  const of = (name: string) => files.filter(({ path }) => path.startsWith(`compose/hosts/${name}/`));

  test("are counted up, over the end of a /24", () => {
    expect(ok).toBe(true);
    const hosts = new Set(files.flatMap(({ path }) => path.match(/^compose\/hosts\/([^/]+)/)?.[1] ?? []));
    expect(hosts.size).toBe(101);
    expect(of("worker-57").find(({ path }) => path.endsWith("firewall.nft"))?.text).toContain(
      "ct original ip daddr 10.1.1.0 ct original proto-dst { 14009-14016 } drop",
    );
  });

  test("their files differ in name and address, and in the hash of these, alone", () => {
    const same = (name: string, address: string) =>
      of(name).map(({ path, text, mode }) => ({
        path: path.replace(`/${name}/`, "/worker-N/"),
        mode,
        text: text
          .split("\n")
          .filter((line) => !line.includes("    elements = {"))
          .join("\n")
          .replace(new RegExp(`@${name}$`, "gm"), "@worker-N")
          .replaceAll(address, "ADDRESS")
          .replace(/config-hash: .*/g, "config-hash: HASH"),
      }));
    const first = same("worker-1", "10.1.0.200");
    expect(first.length).toBeGreaterThan(5);
    for (const [name, address] of [
      ["worker-2", "10.1.0.201"],
      ["worker-57", "10.1.1.0"],
      ["worker-100", "10.1.1.43"],
    ] as const)
      expect(same(name, address)).toEqual(first);
  });
});

describe("the firewall, with Presto", () => {
  const sources = inputs(
    PRESTO_ALONE,
    `clp_version: "0.13.0"
host: {clp_home: /home/clp/clp-package}
hosts:
  - {name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}
  - {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}
shared_storage: {archives: {mounted: true}, logs_input: {mounted: true}}
presto: {worker_memory: 16GiB, publish: {port: 8889}}
firewall: {clients: [10.0.0.0/8]}
`,
  );
  const { files } = compile(sources, { secrets: true });
  const dropped = (host: string) =>
    files
      .find(({ path }) => path === `compose/hosts/${host}/firewall.nft`)!
      .text.split("\n")
      .filter((line) => line.endsWith(" drop"))
      .map((line) => line.trim());

  test("P10: keeps all but the hosts from it, people who may open the web UI too", () => {
    expect(dropped("worker-1")).toEqual([
      "meta l4proto tcp ct original ip daddr 10.0.0.21 ct original proto-dst { 8080 } drop",
    ]);
    const control = dropped("control").filter((line) => !line.includes("@clients"));
    expect(control.join("\n")).toMatch(/10\.0\.0\.11 ct original proto-dst \{ [^}]*\b8889\b/);
    expect(
      dropped("control")
        .filter((line) => line.includes("@clients"))
        .join(),
    ).toMatch(/\{ 4000 \}/);
  });
});

describe("a host without secrets, where these are in the environment", () => {
  const { files } = compile(
    inputs(
      "logs_input: {type: fs, directory: /mnt/logs}\n",
      `clp_version: "0.9.0"
host: {clp_home: /home/clp/clp-package}
compose: {secrets: environment}
hosts:
  - {name: control, address: 10.0.0.11, cpus: 4, components: [infrastructure, schedulers, rest, workers]}
  - {name: reduce-1, address: 10.0.0.21, cpus: 4, components: [reducer]}
  - {name: spare, address: 10.0.0.31, components: []}
`,
    ),
    { emit: ["compose"], secrets: false },
  );
  const text = (path: string) => files.find((file) => file.path === `compose/hosts/${path}`)?.text;

  test("is started without a program that gives some", () => {
    expect(text("control/clp-compile@.service")).toContain("ExecStart=/usr/bin/env sops exec-env");
    expect(text("reduce-1/clp-compile@.service")).toContain("ExecStart=/usr/bin/env docker compose up");
    expect(text("reduce-1/.env.example")).not.toMatch(/sops|clp-compile secrets/);
    expect(text("reduce-1/.env.example")).toContain("needs no secret");
  });

  test("has no unit where nothing runs", () => {
    expect(text("spare/docker-compose.yaml")).toContain("services: {}");
    expect(text("spare/clp-compile@.service")).toBeUndefined();
  });
});
