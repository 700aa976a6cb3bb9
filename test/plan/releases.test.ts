/** Plans from one release of CLP to another: all that differs is told, once, in order; the chart's Jobs come first (E14). */
import { describe, expect, test } from "vitest";
import { CATALOGUE } from "../../src/clp/components/catalogue.ts";
import { RELEASES, type ReleaseId, releaseOf } from "../../src/clp/releases/releases.ts";
import type { OtherVersion } from "../../src/clp/releases/upgrades/upgrade.ts";
import { UPGRADES, upgradesBetween } from "../../src/clp/releases/upgrades/upgrades.ts";
import { type CompiledFiles, compile, type Plan, plan as planBetween, planText } from "../../src/mod.ts";
import { WORKERS } from "../../src/plan/compare/hosts-steps.ts";
import { CREDENTIALS } from "../deploy.ts";
import { okFixtures } from "../fixtures.ts";
import { filesOf } from "./pairs.ts";

const IDS: readonly ReleaseId[] = RELEASES.map(({ id }) => id);

const IMAGES = {
  mariadb: "mariadb",
  mysql: "mysql",
  queue: "rabbitmq",
  redis: "redis",
  resultsCache: "mongo",
} as const;

describe("the upgrades between releases", () => {
  test("are one from each to the next", () => {
    expect(UPGRADES.map(({ before, release }) => [before, release])).toEqual(
      IDS.slice(1).map((release, index) => [IDS[index], release]),
    );
  });

  test.each(UPGRADES)(
    "$before → $release tells of each server whose image is another, and of no other",
    ({ before, release, data }) => {
      const [old, now] = [releaseOf(before).images, releaseOf(release).images];
      const keys = Object.keys(IMAGES) as readonly (keyof typeof IMAGES)[];
      const changed = keys.filter((key) => old[key] !== now[key]);
      const told = data.flatMap(({ version }) => version ?? []);
      expect(told.map(({ program }) => program).toSorted()).toEqual(
        changed.map((key) => IMAGES[key]).toSorted(),
      );
      for (const key of changed) {
        const { before: was, after: is } = told.find(
          ({ program }) => program === IMAGES[key],
        ) as OtherVersion;
        expect(old[key]).toMatch(new RegExp(`:${was.replaceAll(".", "\\.")}(?:[.-]|$)`));
        expect(now[key]).toMatch(new RegExp(`:${is.replaceAll(".", "\\.")}(?:[.-]|$)`));
      }
    },
  );

  test.each(UPGRADES)(
    "$before → $release tells of the recovery file where it moves",
    ({ before, release, data }) => {
      const [was, is] = [before, release].map((id) => releaseOf(id).capabilities.recoveryFile);
      expect(data.some((change) => change.of === "recovery file")).toBe(was !== is);
    },
  );

  test.each(UPGRADES)(
    "$before → $release is told in sentences, each with its source",
    ({ data, columns, clients, chart }) => {
      const facts = [...data, ...clients, chart, ...(columns === undefined ? [] : [columns])];
      for (const { source } of facts) expect(source).toMatch(/^\S.*[^.\s]$/);
      const sentences = [
        ...data.flatMap(({ up, back }) => [up, ...(back === undefined ? [] : [back])]),
        ...clients.map(({ text }) => text),
        ...chart.notes,
      ];
      for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*[^.]$/);
      // What does not go back is told of on the way back, too.
      for (const { oneWay, back } of data) if (oneWay !== undefined) expect(back).toBeDefined();
    },
  );

  test("several are passed in order, and backwards on the way down", () => {
    const names = (from: ReleaseId, to: ReleaseId) =>
      upgradesBetween(from, to).upgrades.map(({ release }) => release);
    expect(names("0.9.0", "0.13.0")).toEqual(["0.10.0", "0.11.0", "0.12.0", "0.13.0"]);
    expect(names("0.13.0", "0.10.0")).toEqual(["0.13.0", "0.12.0", "0.11.0"]);
    expect(names("0.11.0", "0.11.0")).toEqual([]);
  });
});

function compiled(release: ReleaseId, emit: "compose" | "kubernetes", config: string) {
  const compilation = compile(
    {
      config: { name: "clp-config.yaml", content: `logs_input: {directory: /home/clp/logs}\n${config}` },
      credentials: { name: "credentials.yaml", content: CREDENTIALS },
      site: {
        name: "clp-site.yaml",
        content: `clp_version: "${release}"\nhost: {clp_home: /home/clp/clp-package}\n`,
      },
    },
    { secrets: true, emit: [emit] },
  );
  expect(compilation.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return filesOf(compilation);
}

function stepsOf({ compose, kubernetes, helm }: Plan): readonly string[] {
  return [...(compose?.steps ?? []), ...(kubernetes?.steps ?? []), ...(helm?.steps ?? [])].map(
    ({ text }) => text,
  );
}

function commandsOf({ compose, kubernetes, helm }: Plan): readonly string[] {
  return [...(compose?.steps ?? []), ...(kubernetes?.steps ?? []), ...(helm?.steps ?? [])].flatMap(
    ({ commands }) => commands.map(String),
  );
}

const QUIET = "telemetry: {disable: true}\n";

describe("a plan to another release", () => {
  test.each(["compose", "kubernetes"] as const)("passes several as one, each thing once: %s", (emit) => {
    const whole = planBetween(compiled("0.9.0", emit, ""), compiled("0.13.0", emit, QUIET));
    const single = IDS.slice(1).map((release, index) =>
      planBetween(
        compiled(IDS[index]!, emit, ""),
        compiled(release, emit, release === "0.13.0" ? QUIET : ""),
      ),
    );
    expect(whole.releases?.passed).toEqual(IDS);
    expect(whole.releases?.data).toEqual(single.flatMap(({ releases }) => releases?.data ?? []));
    expect(whole.releases?.oneWay).toEqual(single.flatMap(({ releases }) => releases?.oneWay ?? []));
    expect(whole.releases?.clients).toEqual(single.flatMap(({ releases }) => releases?.clients ?? []));
    expect(stepsOf(whole)).toEqual([...new Set(stepsOf(whole))]);
    expect(commandsOf(whole).filter((command) => command.startsWith("ALTER"))).toHaveLength(3);
  });

  test("backs up before it puts anything in place, and stops before it backs up files", () => {
    const commands = commandsOf(
      planBetween(compiled("0.12.0", "compose", ""), compiled("0.13.0", "compose", QUIET)),
    );
    const at = (begin: string) => commands.findIndex((command) => command.startsWith(begin));
    expect(at("docker compose down")).toBeLessThan(at("tar --create"));
    expect(at("tar --create")).toBeLessThan(at("clp-compile"));
    expect(at("clp-compile")).toBeLessThan(at("docker compose up"));
  });

  test("has no tables to change on the way down", () => {
    const down = planBetween(compiled("0.13.0", "compose", QUIET), compiled("0.9.0", "compose", ""));
    expect(commandsOf(down).some((command) => command.startsWith("ALTER"))).toBe(false);
    expect(down.compose?.warnings.filter(({ loud }) => loud).map(({ kind }) => kind)).toEqual([
      "other release",
    ]);
  });

  test("tells nothing of a server that keeps its image", () => {
    const before = compiled("0.12.0", "compose", "");
    const pinned = new Map(compiled("0.13.0", "compose", QUIET).texts);
    pinned.set(
      "compose/docker-compose.yaml",
      pinned.get("compose/docker-compose.yaml")!.replaceAll("mongo:8.0.21", "mongo:7.0.1"),
    );
    const plan = planBetween(before, { texts: pinned });
    expect(plan.releases?.data.map(({ of }) => of)).not.toContain("results-cache");
    expect(plan.releases?.data.map(({ of }) => of)).toContain("redis");
  });

  test("warns of a server of a version that the releases do not have", () => {
    const before = compiled("0.12.0", "compose", "");
    const other = new Map(compiled("0.13.0", "compose", QUIET).texts);
    other.set(
      "compose/docker-compose.yaml",
      other.get("compose/docker-compose.yaml")!.replaceAll("mongo:8.0.21", "mongo:9.0.0"),
    );
    const plan = planBetween(before, { texts: other });
    expect(plan.releases?.data.map(({ of }) => of)).not.toContain("results-cache");
    expect(plan.compose?.warnings.map(({ kind }) => kind)).toContain("files of another version");
  });

  test("knows where an external server is in every release", () => {
    for (const release of IDS) {
      const config = "bundled: [queue, redis, results_cache]\ndatabase: {host: db.internal}\n";
      const quiet = release === "0.13.0" ? QUIET : "";
      const plan = planBetween(
        compiled(release, "compose", quiet),
        compiled(release, "compose", quiet + config),
      );
      expect(plan.compose?.components.find(({ name }) => name === "database")?.changes).toContainEqual({
        aspect: "external",
        after: "db.internal:3306",
      });
    }
  });

  test("compares secrets whatever files have them", () => {
    const plan = planBetween(compiled("0.9.0", "compose", ""), compiled("0.9.0", "kubernetes", ""));
    expect(plan.secrets).toMatchObject({ compared: true, changed: [] });
  });
});

describe("several hosts", () => {
  const HOSTS = `hosts:
  - {name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}
  - {name: worker, address: 10.0.0.21, cpus: 8, components: [workers]}
shared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}
`;
  function onHosts(release: ReleaseId, config: string): CompiledFiles {
    const compilation = compile(
      {
        config: { name: "clp-config.yaml", content: `logs_input: {directory: /srv/logs}\n${config}` },
        credentials: { name: "credentials.yaml", content: CREDENTIALS },
        site: {
          name: "clp-site.yaml",
          content: `clp_version: "${release}"\nhost: {clp_home: /home/clp/clp-package}\n${HOSTS}`,
        },
      },
      { secrets: true, emit: ["compose"] },
    );
    expect(compilation.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    return filesOf(compilation);
  }

  test("that differ are told one by one, and not called equal", () => {
    const before = onHosts("0.9.0", "");
    expect(planBetween(before, before)).toMatchObject({ different: false, notes: [] });
    const plan = planBetween(before, onHosts("0.9.0", "webui: {port: 4444}\n"));
    expect(plan.different).toBe(true);
    expect(plan.hosts?.hosts.map(({ name, action }) => [name, action])).toEqual([
      ["control", "change"],
      ["worker", "change"],
    ]);
    expect(plan).toMatchObject({ added: [], removed: [] });
  });

  test("move no worker: several hosts run one each", () => {
    expect(WORKERS).toEqual(
      new Set(CATALOGUE.flatMap(({ id, name = id, scales }) => (scales === true ? [name] : []))),
    );
    const presto = okFixtures().find(({ name }) => name === "45-presto-hosts")!.sources;
    const site = String(presto.site!.content);
    const without = site.replace(/worker-\{n\}\n *count: 2/, "worker-2").replace("10.0.0.21", "10.0.0.22");
    const [before, after] = [site, without].map((content) =>
      filesOf(
        compile(
          { ...presto, site: { name: "clp-site.yaml", content } },
          { emit: ["compose"], secrets: false },
        ),
      ),
    );
    const { hosts } = planBetween(before!, after!);
    expect(hosts?.hosts.map(({ name, action }) => [name, action])).toContainEqual(["worker-1", "remove"]);
    expect(hosts?.moves).toEqual([]);
  });

  test("are asked for the images of their servers", () => {
    const plan = planBetween(onHosts("0.12.0", ""), onHosts("0.13.0", QUIET));
    expect(plan.releases?.data.map(({ of }) => of)).toEqual([
      "database",
      "queue",
      "redis",
      "results-cache",
      "recovery file",
      "instance-id",
    ]);
  });
});

/** The chart's values of a release, as they are compiled. */
function chart(release: ReleaseId, values: string, installation = "clp"): CompiledFiles {
  const header = `# helm install ${installation} clp/clp --version ${releaseOf(release).chart} --namespace logs -f values.yaml\n`;
  return {
    texts: new Map([
      ["manifest.json", JSON.stringify({ release, deployment: "full", files: [] })],
      ["helm/values.yaml", `${header}${values}`],
    ]),
  };
}

describe("CLP's own chart", () => {
  test.each([
    ["0.10.0", "0.11.0"],
    ["0.11.0", "0.12.0"],
    ["0.12.0", "0.13.0"],
    ["0.10.0", "0.13.0"],
  ] as const)("from %s to %s its Jobs are deleted before it is upgraded (E14)", (from, to) => {
    const plan = planBetween(chart(from, "clpConfig: {}\n"), chart(to, "clpConfig: {}\n"));
    const commands = commandsOf(plan);
    expect(plan.helm?.warnings[0]).toMatchObject({ loud: true, text: expect.stringContaining("(E14)") });
    const deletion = commands.indexOf(
      "kubectl delete job --namespace logs --ignore-not-found clp-db-table-creator clp-results-cache-indices-creator",
    );
    const upgrade = commands.indexOf(
      `helm upgrade clp clp/clp --version ${releaseOf(to).chart} --namespace logs -f values.yaml -f values.secret.yaml`,
    );
    expect(deletion).toBeGreaterThan(0);
    expect(upgrade).toBeGreaterThan(deletion);
    expect(commands.some((command) => command.startsWith("helm uninstall"))).toBe(false);
    expect(commands.filter((command) => command.startsWith("ALTER"))).toHaveLength(
      from === "0.10.0" && to === "0.11.0" ? 0 : from === "0.12.0" ? 0 : 3,
    );
  });

  test("objects are named as the chart names them", () => {
    const plan = planBetween(
      chart("0.10.0", "clpConfig: {}\n", "logs"),
      chart("0.11.0", "clpConfig: {}\n", "logs"),
    );
    expect(commandsOf(plan)).toContain(
      "kubectl delete job --namespace logs --ignore-not-found logs-clp-db-table-creator logs-clp-results-cache-indices-creator",
    );
  });

  test.each(["0.10.0", "0.13.0"] as const)(
    "from 0.9.0 to %s the static volumes are carried over by hand",
    (to) => {
      const values =
        "clpConfig:\n  archive_output: {storage: {type: fs, directory: /srv/clp/archives}}\n  stream_output: {storage: {type: s3}}\n";
      const plan = planBetween(chart("0.9.0", values), chart(to, "clpConfig: {}\n"));
      const commands = commandsOf(plan);
      const at = (begin: string) => commands.findIndex((command) => command.startsWith(begin));
      expect(at("kubectl exec --namespace logs statefulset/clp-database -- sh -c 'mysqldump")).toBe(0);
      expect(at("helm uninstall clp --namespace logs")).toBeGreaterThan(0);
      expect(at("helm install")).toBeGreaterThan(at("helm uninstall"));
      expect(commands).toContain(
        "tar --create --directory /srv/clp/archives . | kubectl exec --namespace logs --stdin deployment/clp-compression-worker -- tar --extract --directory /var/data/archives",
      );
      expect(commands.some((command) => command.includes("streams"))).toBe(false);
      expect(at("helm upgrade")).toBe(-1);
      expect(planText(plan)).toContain("no PersistentVolumes any more");
    },
  );

  test("going back is an installation made anew", () => {
    const plan = planBetween(chart("0.13.0", "clpConfig: {}\n"), chart("0.12.0", "clpConfig: {}\n"));
    const commands = commandsOf(plan);
    expect(commands.some((command) => command.startsWith("helm uninstall"))).toBe(true);
    expect(commands.some((command) => command.startsWith("helm upgrade"))).toBe(false);
    expect(plan.helm?.warnings.every(({ loud }) => loud)).toBe(true);
    expect(plan.releases?.oneWay).toHaveLength(2);
  });

  test("its side-car's name for the replica set is told on the way to 0.13.0 (E5)", () => {
    const plan = planBetween(chart("0.12.0", "clpConfig: {}\n"), chart("0.13.0", "clpConfig: {}\n"));
    expect(planText(plan)).toContain("(E5)");
  });

  test("without another release it is upgraded as before", () => {
    const plan = planBetween(
      chart("0.12.0", "clpConfig: {}\n"),
      chart("0.12.0", "clpConfig: {webui: {port: 30001}}\n"),
    );
    expect(plan.helm?.warnings).toEqual([]);
    expect(stepsOf(plan)).toEqual([
      "Put the new files in place: compile, or copy them",
      "Upgrade the release",
    ]);
  });
});
