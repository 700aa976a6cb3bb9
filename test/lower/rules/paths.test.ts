import { describe, expect, test } from "vitest";
import { under } from "../../frames.ts";
import { check, checked, codes, findings, onS3 } from "./check.ts";

const HOME = "host: {clp_home: /home/clp/clp-package, home: /home/clp}";

describe("D51: directories that CLP takes nowhere", () => {
  test.each([
    ...[
      "/var/lib/clp",
      "/var",
      "/etc/clp",
      "/usr/local/clp",
      "/root",
      "/srv/clp",
      "/opt/clp",
      "/opt/clp/.aws/x",
    ],
    ...["/mnt/logs/x", "/run/clp", "/tmp/../var/clp", "/home/../srv", "//var//lib", "/./lib64"],
  ])("%s", (path) => check(under(`data_directory: ${path}`, path, "CLP3032")));

  test.each([
    "/variable",
    "/srv-data",
    "/opt/clp2",
    "/opt",
    "/mnt",
    "/home/var",
    "/tmp/clp",
    "/var/../data",
    "/mnt/logs2",
  ])("but %s", (path) => codes(`data_directory: ${path}`));

  test("each of them, staging directories too, and log input not", () => {
    codes(
      `data_directory: /var/a\nlogs_directory: /var/b\ntmp_directory: /var/c\n${onS3("archive_output").replace("type: s3", "type: s3, staging_directory: /var/d")}stream_output: {storage: {directory: /var/e}}\nlogs_input: {directory: /var/log}`,
      ...Array<string>(5).fill("CLP3032"),
    );
  });

  test("CLP2030: what is too long only below its home", () => {
    const path = `${"d".repeat(99)}/`.repeat(40);
    check({ config: `data_directory: /home/${path}` });
    check({
      config: under(`data_directory: ${path}`, path, "CLP2030"),
      site: `host: {clp_home: /home/${"h".repeat(200)}}`,
    });
  });

  test("the whole disk", () =>
    check(`
    tmp_directory: /
                   ^ CLP3032
  `));

  test("a path that leads there from the home of CLP or of the user", () => {
    check({
      config: `
      data_directory: ../../../srv
                      ^^^^^^^^^^^^ CLP3032
    `,
      site: HOME,
    });
    const [said] = checked({
      config: `
      data_directory: ~/data
                      ^^^^^^ CLP3032
    `,
      site: "host: {home: /root}",
    });
    expect(said!.message).toBe(
      'Cannot use "~/data" as data_directory, which is /root/data: CLP takes nothing below /root',
    );
    expect(said!.related).toHaveLength(1);
  });

  test("a home below one is said once", () => {
    const [said] = checked({
      site: `
      host: {clp_home: /srv/clp}
                       ^^^^^^^^ CLP3032
    `,
    });
    expect(said!.notes[0]).toContain("data_directory, logs_directory, tmp_directory");
    check({
      config: `
      data_directory: /var/x
                      ^^^^^^ CLP3032
      logs_directory: /home/clp/logs
    `,
      site: `
      host: {clp_home: /srv/clp}
                       ^^^^^^^^ CLP3032
    `,
    });
  });

  test("relative paths without a home are not judged", () => codes("data_directory: var/x"));

  test("a name that begins with two dots leaves no folder", () => codes("data_directory: ..data"));
});

describe("D52: one directory for two purposes", () => {
  test("equal after normalisation", () => {
    const [said] = checked(
      `
      tmp_directory: /home/clp/x
                     ^^^^^^^^^^^ CLP3033
      archive_output: {storage: {directory: /home/clp/y/../x/}}
    `,
    );
    expect(said!.related).toHaveLength(1);
  });
  test("data and logs, where databases keep both", () => {
    check(`
      data_directory: /home/clp/x
                      ^^^^^^^^^^^ CLP3033
      logs_directory: /home/clp/x
    `);
  });
  test("archives and streams, with a default at one end", () => {
    const [said] = checked(
      `
      stream_output: {storage: {directory: var/data/archives}}
                                           ^^^^^^^^^^^^^^^^^ CLP3033
    `,
    );
    expect(said!.notes).toEqual([
      'default of archive_output.storage.directory in CLP v0.9.0: "var/data/archives"',
    ]);
  });
  test("absolute and relative paths are compared where the home is known", () => {
    const config = "tmp_directory: /home/clp/clp-package/var/data/archives";
    codes({ config, site: HOME }, "CLP3033");
    codes(config);
  });
});

describe("D52: inside another service's data", () => {
  test.each(["var/data/database", "var/data/redis/x", "var/data/results_cache/a/b", "var/log/queue/x"])(
    "archives in %s",
    (path) => {
      const said = findings(`archive_output: {storage: {directory: ${path}}}`);
      expect(said.map(({ code }) => code)).toEqual([path === "var/data/database" ? "CLP3033" : "CLP3034"]);
    },
  );
  test("databases in archives", () => {
    codes("archive_output: {storage: {directory: var/data}}", "CLP3034");
  });
  test("of services that are external", () => {
    codes(
      "bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}\narchive_output: {storage: {directory: var/data/database/x}}",
    );
  });
  test("what shares a directory is a warning", () => {
    check(
      `
      tmp_directory: /home/clp/tmp
      archive_output: {storage: {directory: /home/clp/tmp/a}}
                                            ^^^^^^^^^^^^^^^ CLP4041
    `,
    );
    codes("logs_directory: /home/clp\ntmp_directory: /home/clp/tmp", "CLP4041");
  });
  test("one finding for two keys, the worst", () => {
    codes("logs_directory: var/data", "CLP3033");
  });
});

describe("D52: log input among what CLP writes", () => {
  test.each(["/home/clp/logs", "/home/clp/logs/webui"])("%s", (path) =>
    codes(`logs_directory: /home/clp/logs\nlogs_input: {directory: ${path}}`, "CLP4040"),
  );
  test("what lies below the log input is no mistake", () => {
    codes("logs_directory: /home/clp/logs\nlogs_input: {directory: /home/clp}");
    codes("logs_directory: /home/clp/logs\nlogs_input: {directory: /}");
    codes("logs_directory: /home/clp/logs");
  });
});

test("a directory that holds the compiled files", () => {
  check(`
    tmp_directory: .
                   ^ CLP4042
  `);
  check({
    config: `
    tmp_directory: /home/clp
                   ^^^^^^^^^ CLP4042
  `,
    site: HOME,
  });
  codes({ config: "tmp_directory: /home/clp/tmp", site: HOME });
});

describe("a path that is taken as it is written", () => {
  test.each([
    "$HOME/clp",
    "${CLP_HOME}/data",
    "'%USERPROFILE%/clp'",
    "C:/clp",
    '"C:\\\\clp"',
    "file:///clp",
    "~clp/data",
  ])("%s", (path) => codes(`tmp_directory: ${path}`, "CLP4043"));
  test("of the log input", () => codes("logs_input: {directory: $LOGS/a}", "CLP4043"));
  test.each(["/home/clp/a$", "/home/100%/clp", "/home/a~b", "/home/a:b"])("%s is none", (path) =>
    codes(`tmp_directory: ${path}`),
  );
});
