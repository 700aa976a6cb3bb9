/**
 * The hash by which Docker Compose and Kubernetes see that a change of the config concerns a component:
 * it changes for each key that the component reads, and for no other; secrets are told by no hash.
 */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { leafChanges } from "../../src/plan/compare/leaves.ts";
import { type Compilation, compile } from "../compiler.ts";
import { CREDENTIALS, SITE } from "../deploy.ts";
import { DEPLOYMENTS, type Json, keyChanges } from "../lower/config-changes.ts";

function compiled(config: Json): Compilation {
  return compile(
    {
      config: { name: "clp-config.yaml", content: JSON.stringify(config) },
      credentials: { name: "credentials.yaml", content: CREDENTIALS },
      site: { name: "clp-site.yaml", content: SITE },
    },
    { secrets: true, emit: ["compose", "kubernetes"] },
  );
}

type Hashes = Readonly<Record<string, string>>;

function textOf({ files }: Compilation, path: string): string {
  return files.find((file) => file.path === path)?.text ?? "";
}

/** The label of each service and job. */
function composeHashes(compilation: Compilation): Hashes {
  const text = textOf(compilation, "compose/docker-compose.yaml");
  return Object.fromEntries(
    [...text.matchAll(/^ {2}([a-z-]+):\n((?: {4}.*\n)+)/gm)].flatMap(([, name = "", body = ""]) => {
      const hash = /^ {6}clp-compile\.config-hash: "?([0-9a-f]{64})"?$/m.exec(body)?.[1];
      return hash === undefined ? [] : [[name, hash]];
    }),
  );
}

/** The annotation of each service's pods, and the name of each Job. */
function kubernetesHashes(compilation: Compilation): Hashes {
  return Object.fromEntries(
    compilation.files.flatMap(({ path, text }) => {
      const name = /^kubernetes\/([a-z-]+)\.yaml$/.exec(path)?.[1];
      const hash =
        /^ +clp-compile\/config-hash: "?([0-9a-f]{64})"?$/m.exec(text)?.[1] ??
        /^kind: Job\nmetadata:\n {2}name: .*-([0-9a-f]+)$/m.exec(text)?.[1];
      return name === undefined || hash === undefined ? [] : [[name, hash]];
    }),
  );
}

/** Of each service and job, the lines in which something public stands beside a secret: a Secret in a cluster. */
function besideSecrets(compilation: Compilation): Hashes {
  const text = textOf(compilation, "compose/docker-compose.yaml").replace(
    /^ {4}healthcheck:\n(?: {6}.*\n)+/gm,
    "",
  );
  return Object.fromEntries(
    [...text.matchAll(/^ {2}([a-z-]+):\n((?: {4}.*\n)+)/gm)].map(([, name = "", body = ""]) => [
      name,
      (body.match(/^.*\$\{\w+:\?.*$/gm) ?? []).join("\n"),
    ]),
  );
}

function changed(before: Hashes, after: Hashes): readonly string[] {
  return Object.keys(after).filter((name) => Object.hasOwn(before, name) && before[name] !== after[name]);
}

/** The components that name a changed key of a file in what they read. Written apart from what is tested. */
function concerned(before: Compilation, after: Compilation): readonly string[] {
  const { components, files } = after.model!;
  const keysOf = new Map(
    files.map(({ id, path }) => {
      const [was, is] = [before, after].map((one) => textOf(one, `compose/${path}`));
      return [id, was === is ? [] : leafChanges(parse(was!), parse(is!)).map((change) => change.path)];
    }),
  );
  return components.flatMap((component) => {
    if (component.kind === "external") return [];
    const reads = component.mounts.some((mount) => {
      if (mount.kind !== "file") return false;
      const keys = keysOf.get(mount.file)!;
      if (mount.reads === undefined) return keys.length > 0;
      return keys.some((key) =>
        mount.reads!.some((one) => `${key}.`.startsWith(`${one}.`) || `${one}.`.startsWith(`${key}.`)),
      );
    });
    return reads ? [component.name] : [];
  });
}

const SECRET = /\.(?:access_key_id|secret_access_key|session_token)$/;

describe.each(Object.keys(DEPLOYMENTS))("in a deployment %s", (deployment) => {
  const before = compiled(DEPLOYMENTS[deployment]!);
  const [labels, marks] = [composeHashes(before), kubernetesHashes(before)];
  const mounting = before.model!.components.flatMap((component) =>
    component.kind !== "external" && component.mounts.some(({ kind }) => kind === "file")
      ? [component.name]
      : [],
  );

  test("every component that mounts a file has a hash", () => {
    expect(Object.keys(labels).sort()).toEqual([...mounting].sort());
    const jobs = before.model!.components.flatMap(({ kind, name }) => (kind === "job" ? [name] : []));
    expect(Object.keys(marks)).toEqual(expect.arrayContaining([...new Set([...mounting, ...jobs])]));
  });

  test("it changes for exactly those that read what a key changes", () => {
    let concerning = 0;
    for (const { name, configs } of keyChanges(deployment)) {
      // One value of each key: what is read is the key, whatever stands there.
      for (const config of configs.slice(-1)) {
        const after = compiled(config);
        if (!after.ok) continue;
        const expected = SECRET.test(name) ? [] : concerned(before, after).filter((one) => one in labels);
        const where = `${name}: ${JSON.stringify(config)}`;
        expect([where, ...changed(labels, composeHashes(after)).toSorted()]).toEqual([
          where,
          ...expected.toSorted(),
        ]);
        const hidden = changed(besideSecrets(before), besideSecrets(after));
        const inCluster = [...new Set([...expected, ...hidden.filter((one) => one in marks)])];
        const services = changed(marks, kubernetesHashes(after));
        const jobs = after.model!.components.flatMap(({ kind, name: job }) => (kind === "job" ? [job] : []));
        const isService = (one: string) => !jobs.includes(one);
        expect([where, ...services.filter(isService).toSorted()]).toEqual([
          where,
          ...inCluster.filter(isService).toSorted(),
        ]);
        // The name of a Job tells of all that the Job is, its files among it.
        for (const job of expected.filter((one) => !isService(one))) expect(services).toContain(job);
        if (expected.length > 0) concerning += 1;
      }
    }
    expect(concerning).toBeGreaterThan(5);
  });
});

describe("what was seen to restart for nothing", () => {
  const plain = compiled({});
  test("the web UI's port concerns nothing that mounts a file, but the MCP server, which links to it", () => {
    const after = compiled({ webui: { port: 4001 } });
    expect(changed(composeHashes(plain), composeHashes(after))).toEqual([]);
    expect(changed(kubernetesHashes(plain), kubernetesHashes(after))).toEqual([]);
    const [one, other] = [compiled({ mcp_server: {} }), compiled({ mcp_server: {}, webui: { port: 4001 } })];
    expect(changed(composeHashes(one), composeHashes(other))).toEqual(["mcp-server"]);
    expect(changed(kubernetesHashes(one), kubernetesHashes(other))).toEqual(["mcp-server"]);
  });
});

test("on Kubernetes, the public parts of a URL that stands in a Secret are told, too", () => {
  const before = compiled({});
  const after = compiled({ redis: { query_backend_database: 1, compression_backend_database: 0 } });
  expect(changed(kubernetesHashes(before), kubernetesHashes(after)).toSorted()).toEqual([
    "compression-scheduler",
    "compression-worker",
    "query-scheduler",
    "query-worker",
  ]);
});

describe("of a secret no hash tells", () => {
  const keys = (credentials: Json): Json => ({
    archive_output: {
      storage: {
        type: "s3",
        s3_config: {
          region_code: "us-east-2",
          bucket: "clp-archives",
          key_prefix: "archives/",
          aws_authentication: { type: "credentials", credentials },
        },
      },
    },
  });
  const ids = { access_key_id: "FAKE-KEY", secret_access_key: "fake-secret" };
  const publicFiles = ({ files }: Compilation) =>
    files.filter(({ access }) => access === "public").map(({ path, text }) => [path, text]);
  test.each([
    ["value", { ...ids, secret_access_key: "other-secret" }],
    ["length", { access_key_id: "F", secret_access_key: "another-much-longer-fake-secret" }],
    ["presence", { ...ids, session_token: "fake-token" }],
  ])("its %s", (_, other) =>
    expect(publicFiles(compiled(keys(other)))).toEqual(publicFiles(compiled(keys(ids)))),
  );
});
