/** What components make of a release's capabilities, for every release, whether it can be compiled for yet or not. */
import { describe, expect, test } from "vitest";
import { RELEASES, type Release, type ReleaseId } from "../../src/clp/releases/releases.ts";
import type { DeploymentModel, Job, Service } from "../../src/model/model.ts";
import { render, type Value } from "../../src/model/value.ts";
import { lowerAs, workloadOf } from "./lower-as.ts";

function text(value: Value): string {
  return render(value, (part) => (part.kind === "text" ? part.text : `<${part.kind}>`));
}

function wordsOf({ command = [] }: Service | Job): readonly string[] {
  return command.map(text);
}

function namesOf({ environment }: Service | Job): readonly string[] {
  return environment.map(({ name }) => name);
}

/** The paths in the container at which directories are mounted. */
function mountedAt({ mounts }: Service | Job): readonly string[] {
  return mounts.map(({ at }) => at.value);
}

function testOf(workload: Service | Job): string {
  if (workload.kind === "job" || workload.health === "none") return "";
  const { form, test: words } = workload.health;
  return `${form} ${words.map(text).join(" ")}`;
}

/** The releases, each with whether it is at least as late as another. */
function from(first: ReleaseId): readonly (readonly [ReleaseId, boolean])[] {
  const position = RELEASES.findIndex(({ id }) => id === first);
  return RELEASES.map(({ id }, index) => [id, index >= position]);
}

const S3 =
  "type: s3, s3_config: {bucket: clp-logs, key_prefix: logs/, region_code: us-east-2, aws_authentication:";
const SPIDER = "compression_scheduler: {type: spider}\nspider_scheduler: {}\n";

describe.each(RELEASES.map((release) => [release.name, release] as const))("%s", (_, release: Release) => {
  test("is lowered without a finding, with its own images", () => {
    const lowered = lowerAs(release.id);
    expect(lowered.findings).toEqual([]);
    expect(lowered.model.release.value).toBe(release);
    const images = (model: DeploymentModel) =>
      model.components.flatMap((one) => (one.kind === "external" ? [] : [text(one.image)]));
    expect(images(lowered.model)).toContain(release.images.redis);
    expect(images(lowered.model)).toContain(release.images.queue);
    expect(images(lowered.model)).toContain(release.images.resultsCache);
    const settings = new Map(lowered.model.settings.map(({ variable, value }) => [variable, value.value]));
    expect(settings.get("CLP_PACKAGE_CONTAINER_IMAGE_REF")).toBe(release.images.package);
    expect(settings.get("CLP_DB_CONTAINER_IMAGE_REF")).toBe(release.images.mariadb);
  });
});

describe("the results cache", () => {
  test.each(from("0.10.0"))("v%s: its health without a shell: %s", (id, later) => {
    expect(testOf(workloadOf(lowerAs(id), "results-cache"))).toBe(
      later
        ? "exec mongosh 127.0.0.1:27017/test --quiet --eval db.runCommand('ping').ok"
        : "shell echo 'db.runCommand(\"ping\").ok' | mongosh 127.0.0.1:27017/test --quiet",
    );
  });
});

describe("the web UI", () => {
  test.each(from("0.11.0"))("v%s: its health by a page: %s", (id, later) => {
    expect(testOf(workloadOf(lowerAs(id), "webui"))).toBe(
      later ? "exec curl -f http://webui:4000/" : "exec bash -c < /dev/tcp/webui/4000",
    );
  });

  test.each(from("0.13.0"))("v%s: other program and other names of stream keys: %s", (id, later) => {
    const webui = workloadOf(lowerAs(id), "webui");
    expect(wordsOf(webui)[1]).toBe(
      `/opt/clp/var/www/webui/server/${later ? "dist/main.js" : "dist/src/main.js"}`,
    );
    expect(namesOf(webui).slice(0, 2)).toEqual(
      ["ACCESS_KEY_ID", "SECRET_ACCESS_KEY"].map(
        (name) => `${later ? "CLP_STREAM_OUTPUT_AWS" : "AWS"}_${name}`,
      ),
    );
  });
});

describe("the API server", () => {
  test.each(from("0.10.0"))("v%s: without the staged streams: %s", (id, later) => {
    const streams = `stream_output: {storage: {${S3} {type: credentials, credentials: {access_key_id: ID, secret_access_key: KEY}}}}}`;
    const at = mountedAt(workloadOf(lowerAs(id, streams), "api-server"));
    expect(at.includes("/var/data/staged-streams")).toBe(!later);
  });

  test.each(from("0.11.0"))("v%s: takes the type default: %s", (id, later) => {
    const type = later ? "default" : "ec2";
    const streams = `stream_output: {storage: {${S3} {type: ${type}}}}}`;
    expect(lowerAs(id, streams).findings.map(({ code }) => code)).toEqual(later ? [] : ["CLP3012"]);
  });
});

describe("the directory with AWS profiles", () => {
  test.each(from("0.11.0"))("v%s: with the type default, too: %s", (id, later) => {
    const type = later ? "default" : "ec2";
    const archives = `aws_config_directory: /home/clp/.aws\narchive_output: {storage: {${S3} {type: ${type}}}}}`;
    const lowered = lowerAs(id, archives);
    expect(lowered.findings.map(({ code }) => code)).toEqual(later ? [] : ["CLP3011"]);
    expect(mountedAt(workloadOf(lowered, "compression-worker")).includes("/opt/clp/.aws")).toBe(later);
  });
});

describe("Spider's scheduler of compression", () => {
  test.each(from("0.10.0"))("v%s: finds the database by its config: %s", (id, later) => {
    const { fixedNames } = workloadOf(lowerAs(id, SPIDER), "compression-scheduler");
    expect(fixedNames.map(({ name }) => name)).toEqual(later ? [] : ["database"]);
  });
});

describe("workers", () => {
  test.each(from("0.13.0"))("v%s: log to standard output: %s", (id, later) => {
    const lowered = lowerAs(id);
    for (const worker of ["compression-worker", "query-worker"]) {
      const workload = workloadOf(lowered, worker);
      expect(wordsOf(workload).includes("-f")).toBe(!later);
      expect(namesOf(workload).includes("CLP_WORKER_LOG_PATH")).toBe(!later);
    }
    const spider = workloadOf(lowerAs(id, SPIDER), "spider-compression-worker");
    expect(namesOf(spider).includes("CLP_WORKER_LOG_PATH")).toBe(!later);
  });
});

describe("the garbage collector", () => {
  test.each(from("0.13.0"))("v%s: keeps its list in the directory for temporary files: %s", (id, later) => {
    const { mounts } = workloadOf(lowerAs(id), "garbage-collector");
    const kept = mounts.filter((mount) => mount.kind === "volume" && mount.keeps === true);
    expect(kept.map(({ at }) => at.value)).toEqual([later ? "/var/tmp" : "/var/log"]);
    expect(mounts.some(({ at }) => at.value === "/var/log/garbage_collector")).toBe(later);
    const reads = mounts.flatMap((mount) => (mount.kind === "file" ? (mount.reads ?? []) : []));
    expect(reads).toContain(later ? "tmp_directory" : "logs_directory");
  });
});

describe("query services", () => {
  test.each(from("0.13.0"))("v%s: run by their own sections: %s", (id, later) => {
    const presto = "presto: {host: h, port: 1}\nresults_cache: {retention_period: null}\napi_server: null\n";
    const engine = later ? "webui: {query_engine: presto}\n" : "package: {query_engine: presto}\n";
    const ids = (text: string) => lowerAs(id, text).model.components.map((one) => one.id);
    expect(ids(presto + engine).includes("query-scheduler")).toBe(later);
    if (!later) return;
    const none = `${presto}${engine}query_scheduler: null\nquery_worker: null\nreducer: null\n`;
    expect(ids(none).filter((one) => /^(?:query-|reducer)/.test(one))).toEqual([]);
    expect(lowerAs(id, none).model.queries.value).toBe("presto");
    expect(lowerAs(id, none).model.type.value).toBe("base");
    const nobody = "query_scheduler: null\nquery_worker: null\nreducer: null\n";
    expect(lowerAs(id, nobody).model.queries.value).toBe("none");
  });

  test.each(from("0.13.0"))("v%s: the MCP server runs without them, beside Presto: %s", (id, later) => {
    const engine = later
      ? "webui: {query_engine: presto}\nquery_scheduler: null\nquery_worker: null\nreducer: null\n"
      : "package: {query_engine: presto}\napi_server: null\n";
    const { model, findings } = lowerAs(
      id,
      `presto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}\nmcp_server: {}\n${engine}`,
    );
    expect(model.components.some((one) => one.id === "mcp-server")).toBe(later);
    // CLP runs it there, and what it is asked never ends (E4).
    const about = findings.filter(({ message }) => message.startsWith("The MCP server"));
    expect(about.map(({ code }) => code)).toEqual([later ? "CLP4082" : "CLP4003"]);
  });

  test.each(from("0.13.0"))(
    "v%s: Presto's address is CLP's wherever its section is written: %s",
    (id, later) => {
      const { model } = lowerAs(id, "presto: {host: presto.internal, port: 9999}");
      const file = model.files.find((one) => one.id === "clp-config");
      expect(JSON.stringify(file?.content).includes("presto-coordinator")).toBe(later);
    },
  );
});
