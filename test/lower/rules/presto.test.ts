/** Who runs Presto, what it must be told, and what it cannot be told. */
import { describe, expect, test } from "vitest";
import { under } from "../../frames.ts";
import { PRESTO_ALONE } from "../../presto-config.ts";
import { allFindings, check, findings } from "./check.ts";

const CONFIG = PRESTO_ALONE.trimEnd();

const VERSION = 'clp_version: "0.13.0"\n';
const KEYS = "timestamp_keys: {default: timestamp}";

function site(...entries: readonly string[]): string {
  return `${VERSION}presto:\n${entries.map((entry) => `  ${entry}\n`).join("")}`;
}

const s3 = (authentication: string): string =>
  `${CONFIG}\narchive_output: {storage: {type: s3, s3_config: {region_code: us-east-2, bucket: clp-archives, key_prefix: archives/, aws_authentication: ${authentication}}}}\n`;

const keys = (id: string, secret: string, more = ""): string =>
  s3(`{type: credentials, credentials: {access_key_id: "${id}", secret_access_key: "${secret}"${more}}}`);

describe("who runs it", () => {
  test("nobody says it: a note, and no more", () => {
    const found = allFindings({ config: CONFIG, site: VERSION });
    expect(found.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["note CLP4124"]);
  });

  test.each(["deploy: true", "deploy: false"])("the site file says %s", (deploy) => {
    const found = allFindings({ config: CONFIG, site: site(deploy, "worker_memory: 8GiB", KEYS) });
    expect(found.map(({ code }) => code)).not.toContain("CLP4124");
  });

  test("nobody asks where CLP's own services answer queries", () => {
    expect(allFindings({ config: "telemetry: {disable: true}", site: VERSION })).toEqual([]);
    check({
      config: "telemetry: {disable: true}",
      site: under(site("worker_memory: 8GiB"), "presto", "CLP4125"),
    });
  });

  test("each key of a deployment is one too many where somebody else runs it", () => {
    check({
      config: CONFIG,
      site: `
        ${VERSION.trimEnd()}
        presto:
          deploy: false
          workers: 2
                   ^ CLP4125
          publish: null
                   ^^^^ CLP4125
      `,
    });
  });
});

describe("memory", () => {
  test.each(["8GiB", "8Gi", "8 GiB", "8192MiB", "8589934592", "8GB", "2GiB", "1TiB", "2.5GiB"])(
    "%s",
    (amount) => {
      check({ config: CONFIG, site: site(`worker_memory: ${amount}`, KEYS) });
    },
  );

  test("of a worker has no default", () => {
    check({ config: CONFIG, site: under(site(KEYS), "presto", "CLP3130") });
    check({ config: CONFIG, site: under(site("worker_memory: null", KEYS), "presto", "CLP3130") });
  });

  test.each(["1GiB", "2047MiB", "0", "9999999TiB"])("%s is none", (amount) => {
    check({
      config: CONFIG,
      site: under(site(`worker_memory: ${amount}`, KEYS), amount, "CLP3131", "worker_memory: "),
    });
    const coordinator = site("worker_memory: 8GiB", `coordinator_memory: ${amount}`, KEYS);
    check({ config: CONFIG, site: under(coordinator, amount, "CLP3131", "coordinator_memory: ") });
  });

  test("what is no amount is said once", () => {
    check({ config: CONFIG, site: under(site("worker_memory: much", KEYS), "much", "CLP2130") });
  });

  test.each(["compose", "kubernetes"])(
    "a smaller limit in %s is refused, and an equal one is not",
    (target) => {
      const limit = (amount: string): string =>
        `${site("worker_memory: 8GiB", KEYS)}${target}: {resources: {presto_worker: {limits: {memory: ${amount}}}}}\n`;
      expect(findings({ config: CONFIG, site: limit("4Gi") }).map(({ code }) => code)).toEqual(["CLP3136"]);
      check({ config: CONFIG, site: limit("8Gi") });
    },
  );
});

describe("archives on S3", () => {
  const deployed = site("worker_memory: 8GiB", KEYS);

  test("are read with keys", () => {
    check({ config: keys("FAKEKEY", "fake/secret+key="), site: deployed });
  });

  test.each(["{type: env_vars}", "{type: default}"])("and by nothing else: %s", (authentication) => {
    expect(findings({ config: s3(authentication), site: deployed }).map(({ code }) => code)).toContain(
      "CLP3132",
    );
    expect(findings({ config: s3(authentication), site: VERSION }).map(({ code }) => code)).not.toContain(
      "CLP3132",
    );
  });

  test("a session token has no place", () => {
    const found = findings({
      config: keys("FAKEKEY", "fake", ', session_token: "fake-token"'),
      site: deployed,
    });
    expect(found.map(({ code }) => code)).toContain("CLP3133");
  });

  test.each(["fake secret", "${SECRET}", "fake\\u00a0secret"])(
    "P8: what a worker reads otherwise is refused: %s",
    (secret) => {
      const codes = findings({ config: keys("FAKEKEY", secret), site: deployed }).map(({ code }) => code);
      expect(codes).toContain("CLP3134");
    },
  );

  test.each(["$SECRET", "x${SECRET}", "a\\\\b", "a=b", "#fake"])(
    "and what it reads as it is, is not: %s",
    (secret) => {
      const codes = findings({ config: keys("FAKEKEY", secret), site: deployed }).map(({ code }) => code);
      expect(codes).not.toContain("CLP3134");
    },
  );
});

describe("the login to the database", () => {
  const deployed = site("worker_memory: 8GiB", KEYS);
  const codes = (password: string) =>
    findings({ config: CONFIG, site: deployed, credentials: { password } }).map(({ code }) => code);

  test("P8: is refused where a coordinator may take it for a variable", () => {
    expect(codes("fake-${ENV:HOME}-password")).toContain("CLP3135");
  });

  test.each([
    'fake $HOME `id` "q" a\\b #c',
    "fake-${HOME}-password",
    "fake\npassword-of-lines",
    "fake-pässword-☃",
  ])("any other reaches it: %j", (password) => expect(codes(password)).not.toContain("CLP3135"));
});

describe("what an operator had better know", () => {
  test("P10: Presto asks nobody for a password", () => {
    const published = (host: string): string => site("worker_memory: 8GiB", KEYS, `publish: {host: ${host}}`);
    check({ config: CONFIG, site: under(published("0.0.0.0"), "0.0.0.0", "CLP4120") });
    check({ config: CONFIG, site: under(published("10.0.0.5"), "10.0.0.5", "CLP4120") });
    check({ config: CONFIG, site: published("127.0.0.1") });
    check({ config: CONFIG, site: published("localhost") });
    check({ config: CONFIG, site: site("worker_memory: 8GiB", KEYS, "publish: null") });
  });

  test("a port that is taken", () => {
    const found = findings({
      config: CONFIG,
      site: site("worker_memory: 8GiB", KEYS, "publish: {port: 4000}"),
    });
    expect(found.map(({ code }) => code)).toEqual(["CLP3040"]);
  });

  test("P18: without timestamp keys each query reads all archives", () => {
    check({ config: CONFIG, site: under(site("worker_memory: 8GiB"), "presto", "CLP4123") });
    check({ config: CONFIG, site: site("worker_memory: 8GiB", "timestamp_keys: {datasets: {web: ts}}") });
  });

  test("a dataset with a key of its own has the common one, too", () => {
    check({
      config: CONFIG,
      site: `
        ${VERSION.trimEnd()}
        presto:
          worker_memory: 8GiB
          timestamp_keys: {default: t, datasets: {web: ts, db: t}}
                                                       ^^ CLP4126
      `,
    });
  });

  test.each(["my-logs", "my logs", "lögs"])("a dataset that Presto cannot take: %s", (name) => {
    const found = findings({
      config: CONFIG,
      site: site("worker_memory: 8GiB", `timestamp_keys: {datasets: {${name}: t}}`),
    });
    expect(found.map(({ code }) => code)).toEqual(["CLP2131"]);
  });

  test.each(["'a b'", "a.b-c", "a..b", "'it''s'"])("a key that Presto cannot take: %s", (name) => {
    const found = findings({
      config: CONFIG,
      site: site("worker_memory: 8GiB", `timestamp_keys: {default: ${name}}`),
    });
    expect(found.map(({ code }) => code)).toEqual(["CLP2131"]);
  });

  test.each(["timestamp", "'@timestamp'", "log.time", "t-1"])("a key that it takes: %s", (name) => {
    check({ config: CONFIG, site: site("worker_memory: 8GiB", `timestamp_keys: {default: ${name}}`) });
  });

  test("P14: images that move, and images that are not known", () => {
    const images = (worker: string): string =>
      site("worker_memory: 8GiB", KEYS, `images: {worker: "${worker}"}`);
    const marked = (worker: string, code: string): string => under(images(worker), `"${worker}"`, code);
    const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
    check({ config: CONFIG, site: marked("example.com/worker:dev", "CLP4121") });
    check({ config: CONFIG, site: marked("example.com/worker", "CLP4121") });
    check({ config: CONFIG, site: marked("example.com/worker:next", "CLP4122") });
    check({ config: CONFIG, site: images("example.com/worker:clp-v0.10.0") });
    check({ config: CONFIG, site: images(`example.com/worker@${digest}`) });
    check({ config: CONFIG, site: images(`example.com/worker:dev@${digest}`) });
  });

  test("P4: a renamed database is found", () => {
    const config = `${CONFIG}\ndatabase: {names: {clp: logs}}`;
    check({ config, site: site("worker_memory: 8GiB", KEYS) });
    check({ config: under(config, "logs", "CLP4006"), site: VERSION });
  });

  test("D17: the config's address reaches the web UI where somebody else runs Presto", () => {
    const config = CONFIG.replace("presto-coordinator", "presto.example.com");
    check({ config, site: site("deploy: false") });
    const known = under(config, "presto.example.com", "CLP4001");
    check({ config: known, site: site("worker_memory: 8GiB", KEYS) });
    check({ config: known, site: VERSION });
  });
});
