/** The site file of an installed package: what CLP found out at its start, and what it could not. */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { RELEASES } from "../../src/clp/releases/releases.ts";
import { type Installation, surveyInstallation } from "../../src/init/installed-package.ts";
import * as compiler from "../../src/mod.ts";
import { type Workspace, workspace } from "../cli/workspace.ts";

const CONFIG = `bundled: [queue, redis]
database: {host: db.internal}
queue: {host: queue.internal}
results_cache: {host: mongo.internal}
webui: {host: 10.0.0.7}
archive_output:
  storage:
    type: s3
    s3_config: {bucket: b-123, key_prefix: a/, aws_authentication: {type: profile, profile: p}}
aws_config_directory: ~/.aws
`;

/** As CLP v0.9.0 writes it: no quotes, one variable a line. */
const VARIABLES = `CLP_RESTART_POLICY=always
CLP_FIRST_PARTY_SERVICE_UID_GID=1000:1004
CLP_THIRD_PARTY_SERVICE_UID_GID=999:998
CLP_PACKAGE_CONTAINER_IMAGE_REF=ghcr.io/y-scope/clp/clp-package:0.9.0
CLP_AWS_CONFIG_DIR_HOST=/home/ops/.aws
CLP_QUEUE_PASS=a=b #c
CLP_REDIS_CONF_FILE_HOST=/home/clp/clp-package/etc/redis/redis.conf
CLP_DB_HOST=10.0.0.5
CLP_QUEUE_HOST=10.0.0.7
CLP_RESULTS_CACHE_HOST=10.0.0.8
CLP_WEBUI_HOST=10.0.0.7
CLP_COMPRESSION_WORKER_CONCURRENCY=6
`;

const SITE = {
  clp_version: "0.9.0",
  host: {
    clp_home: "/home/clp/clp-package",
    home: "/home/ops",
    uid: 1000,
    gid: 1004,
    third_party_uid: 999,
    third_party_gid: 998,
    worker_concurrency: 6,
    addresses: { "queue.internal": "10.0.0.7" },
    own_addresses: ["10.0.0.7"],
  },
  compose: { project_name: "clp-package-a1b2", restart_policy: "always" },
};

const FOUND = {
  folder: "/home/clp/clp-package",
  config: { name: "clp-config.yaml", content: CONFIG },
  variables: VARIABLES,
  instanceId: "a1b2\n",
  version: "0.9.0\n",
};

function house(): Workspace {
  const space = workspace({ compiler });
  space.write("package/etc/clp-config.yaml", CONFIG);
  space.write("package/etc/credentials.yaml", "database: {}\n", 0o644);
  space.write("package/.env", VARIABLES.replaceAll("/home/clp/clp-package", space.path("package")));
  space.write("package/VERSION", "0.9.0\n");
  space.write("package/var/log/instance-id", "a1b2\n");
  return space;
}

/** The site file that was made, with the package's own place named as in {@link SITE}. */
function siteIn(space: Workspace, name: string): unknown {
  return parse(space.read(name).replaceAll(space.path("package"), "/home/clp/clp-package"));
}

describe("init --from-installation", () => {
  test("writes the site file beside the package's config, where the compiler looks for it", async () => {
    const space = house();
    const { code, err } = await space.run("init", "--from-installation", "package");
    expect({ code, err }).toEqual({
      code: 0,
      err: "Wrote package/etc/clp-site.yaml\nNext: cd package && clp-compile\n",
    });
    expect(siteIn(space, "package/etc/clp-site.yaml")).toEqual(SITE);
    expect(space.tree("package")).not.toHaveProperty([".gitignore"]);
  });

  test("what it writes is a site file without a finding", async () => {
    const space = house();
    await space.run("init", "--from-installation", "package");
    const { code, err } = await space.run("validate", "-c", "package/etc/clp-config.yaml", "--no-secrets");
    // What it does not know of the package, such as an external results cache, is the config's.
    expect({ code, found: err.match(/clp-site\.yaml/g) }).toEqual({ code: 0, found: null });
  });

  test("with DIR sets up a folder of its own, with copies of config and credentials", async () => {
    const space = house();
    expect(await space.run("init", "ops", "--from-installation", "package")).toMatchObject({ code: 0 });
    expect(Object.keys(space.tree("ops")).filter((name) => !name.endsWith("/"))).toEqual([
      ".gitignore",
      "etc/clp-config.yaml",
      "etc/clp-site.yaml",
      "etc/credentials.yaml",
    ]);
    expect(space.read("ops/etc/clp-config.yaml")).toBe(CONFIG);
    expect(space.mode("ops/etc/credentials.yaml")).toBe("0600");
    expect(siteIn(space, "ops/etc/clp-site.yaml")).toEqual(SITE);
    expect(space.tree("package")).not.toHaveProperty(["etc/clp-site.yaml"]);
  });

  test("replaces nothing", async () => {
    const space = house();
    space.write("package/etc/clp-site.yaml", "mine");
    const { code, err } = await space.run("init", "--from-installation", "package");
    expect({ code, codes: err.match(/CLP\d{4}/g) }).toEqual({ code: 4, codes: ["CLP6301"] });
    expect(space.read("package/etc/clp-site.yaml")).toBe("mine");
  });

  test("takes the instance id from where the config has its logs", async () => {
    const space = house();
    space.write("package/etc/clp-config.yaml", `${CONFIG}logs_directory: logs\n`);
    space.write("package/logs/instance-id", "ffff");
    await space.run("init", "--from-installation", "package");
    expect(siteIn(space, "package/etc/clp-site.yaml")).toMatchObject({
      compose: { project_name: "clp-package-ffff" },
    });
  });

  test("refuses a folder that is no package", async () => {
    const { code, err } = await house().run("init", "--from-installation", "package/etc");
    expect({ code, codes: err.match(/CLP\d{4}/g) }).toEqual({ code: 1, codes: ["CLP6303"] });
  });
});

describe("what cannot be known is said", () => {
  const survey = (change: Partial<Installation>) => surveyInstallation({ ...FOUND, ...change });

  test("nothing, where all is there", () => {
    expect(survey({}).remarks).toEqual([]);
  });

  test("a package that was never started", () => {
    const { site, remarks } = survey({ variables: undefined, instanceId: undefined });
    expect(remarks.map(({ message }) => message)).toEqual([
      "The package has no .env: it was never started, so that its users, addresses and workers are not known",
    ]);
    expect(site).toMatchObject({ clpHome: "/home/clp/clp-package", user: undefined, projectName: undefined });
  });

  test("another release, an image of its own, another place, and two addresses of one name", () => {
    const { site, remarks } = survey({
      folder: "/mnt/copy",
      version: "0.8.0",
      config: { name: "c", content: "database: {host: all}\nqueue: {host: all}\n" },
      variables: VARIABLES.replace("ghcr.io/y-scope/clp/clp-package:0.9.0", "clp-package:dev"),
    });
    expect(remarks.map(({ message }) => message)).toEqual([
      "The package is CLP 0.8.0, and clp-compile compiles for 0.9.0, 0.10.0, 0.11.0, 0.12.0, 0.13.0",
      "The package runs the image clp-package:dev, and its config does not say so",
      "The package's .env was written for /home/clp/clp-package, and the package stands in /mnt/copy",
      "The package's .env has two addresses for all: 10.0.0.5 and 10.0.0.7",
    ]);
    expect(site).toMatchObject({
      clpHome: "/home/clp/clp-package",
      addresses: { all: "10.0.0.5" },
      ownAddresses: ["10.0.0.5", "10.0.0.7"],
    });
  });

  test("values that are none are left out", () => {
    const { site } = survey({
      variables:
        "CLP_RESTART_POLICY=sometimes\nCLP_FIRST_PARTY_SERVICE_UID_GID=me\nCLP_COMPRESSION_WORKER_CONCURRENCY=0\nCLP_DB_HOST=::1\n",
      instanceId: "No Id",
      config: { name: "c", content: "database: [" },
    });
    expect(site).toEqual({
      release: "0.9.0",
      clpHome: "/home/clp/clp-package",
      home: undefined,
      user: undefined,
      thirdParty: undefined,
      workerConcurrency: undefined,
      addresses: {},
      ownAddresses: [],
      projectName: undefined,
      restartPolicy: undefined,
    });
  });
});

test.each(RELEASES)("an installation of $id is one of that release, without a remark", ({ id }) => {
  const { site, remarks } = surveyInstallation({
    ...FOUND,
    config: { name: "clp-config.yaml", content: "webui: {port: 4001}\n" },
    variables: VARIABLES.replace("clp-package:0.9.0", `clp-package:${id}`),
    version: `${id}\n`,
  });
  expect({ release: site.release, remarks }).toEqual({ release: id, remarks: [] });
});
