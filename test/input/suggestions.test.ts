/** What people write by habit, and what they are told: one finding, with the way out. */
import { describe, expect, test } from "vitest";
import { under } from "../frames.ts";
import { CREDENTIALS, check, fixed, readAll, says } from "./check.ts";

const HOST = "expected a host name or an IPv4 address alone, such as localhost, db.example.com or 10.0.0.5";

/** The help of the only finding. */
function helpOf(config: string): string | undefined {
  const { findings } = readAll({ config });
  expect(findings).toHaveLength(1);
  return findings[0]!.help;
}

describe("a connection string in place of a host", () => {
  test.each([
    ["mongodb://db.example.com:27017/clp", "Write the host alone, db.example.com, and 27017 as the port"],
    [
      "mongodb+srv://cluster0.abcd.mongodb.net/?w=majority",
      "Write the host alone, cluster0.abcd.mongodb.net",
    ],
    [
      "jdbc:mysql://db.internal:3306/clp?useSSL=false",
      "Write the host alone, db.internal, and 3306 as the port",
    ],
    [
      "a.example.com:27017,b.example.com:27017",
      "Write one host alone, such as a.example.com, and 27017 as the port",
    ],
    ["tcp(10.0.0.1:3306)", "Write the host alone, 10.0.0.1, and 3306 as the port"],
    ["db.internal/clp", "Write the host alone, db.internal"],
    ["db.internal:3306", "Write the host alone, db.internal, and 3306 as the port"],
    ["http://db.internal", "Write the host alone, db.internal"],
  ])("%s", (host, help) => {
    expect(helpOf(`database: {host: "${host}"}`)).toBe(help);
  });

  test.each([
    ["database", "; user and password belong to the credentials file"],
    ["results_cache", "; CLP has no user and password for it"],
  ])("with a user, of %s", (section, more) => {
    for (const user of ["u:p", ":p", "u", "u:p@ss", "u:p/w"])
      expect(helpOf(`${section}: {host: "any://${user}@h.internal:1/x"}`)).toBe(
        `Write the host alone, h.internal, and 1 as the port${more}`,
      );
  });

  test("nothing of a password is repeated by the help", () => {
    for (const host of ["redis://:S3cret@", "redis://:S3cret", "S3cret:S3cret@S3 cret", "x://S3cret:S3cret"])
      expect(helpOf(`redis: {host: "${host}"}`) ?? "").not.toContain("S3cret");
  });
});

describe("an IPv6 address", () => {
  test.each([
    ['"::1"', "127.0.0.1"],
    ["::1", "127.0.0.1"],
    ['"0:0:0:0:0:0:0:1"', "127.0.0.1"],
    ['"[::1]"', "127.0.0.1"],
    ['"[::1]:4000"', "127.0.0.1"],
    ["[::1]", "127.0.0.1"],
    ['"::"', "0.0.0.0"],
    ["[::]", "0.0.0.0"],
    ['"::ffff:10.0.0.1"', "10.0.0.1"],
    ['"2001:db8::1"', "an IPv4 address or a name"],
    ['"fe80::1%eth0"', "an IPv4 address or a name"],
  ])("%s", (host, instead) => {
    expect(helpOf(`webui:\n  host: ${host}\n`)).toBe(
      `Write ${instead}: CLP publishes ports on IPv4 addresses only`,
    );
  });

  test(":: without quotes is one finding", () => {
    says("webui:\n  host: ::\n  port: 1", "Cannot read this ::, which to YAML is a key");
  });
});

describe("for ever", () => {
  test.each(["0", "-1", "false", "never", "none", "off", '""', "disabled", "unlimited", ".inf"])(
    "%s",
    (never) => {
      for (const section of ["archive_output", "results_cache"])
        expect(helpOf(`${section}: {retention_period: ${never}}`)).toBe("Write null: never delete");
    },
  );

  test("is no answer elsewhere", () => {
    expect(helpOf("webui: {rate_limit: 0}")).toBe("The default is 1000");
    expect(helpOf("results_cache: {retention_period: 30d}")).toBe("Write 43200 (minutes)");
  });
});

describe("a mark behind a value", () => {
  test.each([
    ["webui:\n  port: 4000;\n", "webui:\n  port: 4000\n"],
    ["webui:\n  port: 4000,\n  host: localhost,\n", "webui:\n  port: 4000\n  host: localhost\n"],
    ["package: {storage_engine: clp-s;}", "package: {storage_engine: clp-s}"],
    ["results_cache: {retention_period: null;}", "results_cache: {retention_period: null}"],
    ['{"webui": {"port": 4000;}}', '{"webui": {"port": 4000}}'],
    ["database: {auto_commit: true ; }", "database: {auto_commit: true }"],
  ])("%j is mended", (text, mended) => {
    const { findings } = readAll({ config: text });
    for (const { help } of findings) expect(help).toMatch(/^Remove the [;,]$/);
    expect(fixed(text)).toBe(mended);
    check(mended);
  });

  test("is not all that is wrong", () => {
    expect(helpOf("webui: {port: 70000;}")).toBe("The default is 4000");
  });

  test("behind quotes, and between brackets", () => {
    says('webui:\n  port: "4000";\n', "Cannot read this ;: the end of the line ends a value", "Remove it");
    says(
      "webui: {\n  port: 4000;\n  host: localhost;\n};\n",
      "Cannot read this ;: entries between brackets are separated by commas",
    );
    says("webui: {port: 4000}\n;\n", "Cannot read this line: it is no `key: value`");
  });
});

describe("a quote within quotes", () => {
  test.each([
    [
      '"pa"ss"',
      '"',
      'If the " belongs to the value, write \\" in its place, or put the whole value between single quotes',
    ],
    [
      '"pa"ss',
      '"',
      'If the " belongs to the value, write \\" in its place, or put the whole value between single quotes',
    ],
    [
      "'it's'",
      "'",
      "If the ' belongs to the value, write '' in its place, or put the whole value between double quotes",
    ],
  ])("%s", (value, quote, help) => {
    const message = `Cannot read what follows the ${quote} that closes the string`;
    says({ credentials: CREDENTIALS.replace("redis-password", value) }, message, help);
    says(`data_directory: ${value}\nwebui: {port: 1}\n`, message, help);
  });
});

describe("variables", () => {
  const HELP = "Write the value itself: CLP replaces no variables";

  test.each(["${PORT}", "$PORT", "${PORT:-4000}", "$(port)", "%PORT%x"])("%s as a number", (text) => {
    const quoted = JSON.stringify(text);
    const message = `Cannot use the text ${quoted} for webui.port: expected a whole number from 1 to 65535`;
    says(`webui:\n  port: ${quoted}\n`, message, HELP);
  });

  test.each(["${HOST}", "$HOST", "{{ host }}", "a-${HOST}"])("%s as a host", (text) => {
    const quoted = JSON.stringify(text);
    says(`webui:\n  host: ${quoted}\n`, `Cannot use ${quoted} for webui.host: ${HOST}`, HELP);
  });

  test("as a word of some, in the site file", () => {
    expect(helpOf("package: {storage_engine: $ENGINE}")).toBe(HELP);
    const { findings } = readAll({
      site: "compose: {project_name: $NAME}\nhost: {cpus: $CPUS, clp_home: $HOME}\n",
    });
    expect(findings.map(({ help }) => help)).toEqual([HELP, HELP, HELP]);
  });

  test("between brackets are one finding, and all else is read", () => {
    const message = "Cannot read a variable here: CLP replaces no variables";
    const { findings, config } = readAll({
      config:
        "webui: {port: ${PORT}, host: a-${A}${B}.c}\nredis: {port: ${env:X}}\nqueue: {port: 5673}\nbundled: [${A}]\n",
    });
    expect(findings.map((finding) => finding.message)).toEqual([message]);
    expect(findings[0]!.notes).toEqual(["3 more follow"]);
    expect(config.queue!.port).toBe(5673);
    check(`
      webui: {\${KEY}: 4000}
              ^^^^^^^ CLP1021
      queue: {port: x}
                    ^ CLP2002
    `);
  });

  test("templates are one finding, and all else is read", () => {
    const text =
      "{{- if .Values.webui }}\nwebui:\n  port: {{ .Values.port | int }}\n  host: {{ a }}-{{ b }}\n{% endif %}\nqueue: {port: 5673}\n";
    const { config } = check(
      text,
      `
      {{- if .Values.webui }}
      ^^^^^^^^^^^^^^^^^^^^^^^ CLP1021
    `,
    );
    expect(config.queue!.port).toBe(5673);
  });

  test("a mapping in brackets twice is no template", () => {
    expect(readAll({ config: "webui: {{port: 4000}}" }).findings.map(({ code }) => code)).not.toContain(
      "CLP1021",
    );
    expect(readAll({ config: '{{"webui": {}}}' }).findings.map(({ code }) => code)).not.toContain("CLP1021");
  });

  test("are text where text is meant", () => {
    check({
      credentials: CREDENTIALS.replace("redis-password", '"a{{b}}c"').replace("queue-password", "a${B}c"),
    });
    check("# {{ a }}\ndata_directory: |-\n  {{ a }}\n");
  });
});

describe("what is told elsewhere", () => {
  test.each(["concurrency", "workers", "num_workers", "worker_concurrency", "threads", "num_cpus"])(
    "compression_worker.%s",
    (key) => {
      expect(helpOf(`compression_worker: {${key}: 8}`)).toBe(
        "It belongs to the site file, clp-site.yaml: `host: {worker_concurrency: …}`, and for a cluster `kubernetes: {worker_concurrency: …}`",
      );
    },
  );

  test.each([
    ["redis", "pass", "redis: {password: …}"],
    ["redis", "requirepass", "redis: {password: …}"],
    ["redis", "auth", "redis: {password: …}"],
    ["database", "password", "database: {password: …}"],
    ["database", "user", "database: {username: …}"],
    ["database", "root_password", "database: {root_password: …}"],
    ["database", "spider_user", "database: {spider_username: …}"],
    ["queue", "pwd", "queue: {password: …}"],
  ])("%s.%s", (section, key, example) => {
    expect(helpOf(`${section}: {${key}: placeholder}`)).toBe(
      `User names and passwords stand in the credentials file: \`${example}\``,
    );
  });

  test("a program's own names are no slip", () => {
    const { config, findings } = readAll({ config: "__proto__: {port: 1}\nwebui: {__proto__: {port: 1}}\n" });
    expect(findings.map(({ code, help }) => [code, /Did you mean/.test(help ?? "")])).toEqual([
      ["CLP2001", false],
      ["CLP2001", false],
    ]);
    expect(config.webui.port).toBe(4000);
  });
});

describe("what a value is written as", () => {
  test.each([
    ["bundled: none", "Write [] for none"],
    ["bundled: false", "Write [] for none"],
    ["bundled: all", "Leave the key out for its default"],
    ["bundled: database, queue", "Write [database, queue]"],
    ["archive_output: {storage: s3}", "Write {type: s3}"],
    ["archive_output: {storage: bucket}", "Write {type: fs or s3}"],
    ["webui: 4000", "Write its keys and their values, as in {host: …}"],
    ["webui: {port: 4001:4000}", "Write 4001, the port of the host: those in containers are CLP's own"],
    [
      "webui: {port: 0.0.0.0:4001:4000}",
      "Write 4001, the port of the host: those in containers are CLP's own",
    ],
    ["archive_output: {storage: /mnt/archives}", "Write {directory: …}"],
    ["logs_input: {path: /mnt/logs}", 'Did you mean "directory"?'],
    ["clp: {webui: {port: 4000}, redis: {}}", "Remove it: webui, redis stand at the outermost level"],
    ["config: {webui: {port: 4000}}", "Remove it: webui stands at the outermost level"],
    ['webui: {host: "*"}', "Write 0.0.0.0 for all addresses of the host"],
    ["webui: {host: 10.1}", "An IPv4 address has four numbers from 0 to 255"],
    ["webui: {enabled: false}", "Remove it: nothing switches webui off"],
    [
      "database: {external: true}",
      "At the outermost level `bundled` lists what CLP runs itself: without database it is `bundled: [queue, redis, results_cache]`",
    ],
  ])("%s", (text, help) => {
    expect(helpOf(text)).toBe(help);
  });

  test.each([
    ["host: {uid: root}", "Write 0, which is root"],
    ["host: {uid: clp}", "Write the number: id prints it on the host"],
    ["host: {clp_home: home/clp}", "Write it from the root, with a / before it"],
    ["host: {clp_home: ~/clp}", "Write it in full: nothing replaces the ~ here"],
    ["host: {addresses: {a: b}}", "Write the address: no name is looked up"],
    ["clp_version: v0.9.0", 'Write "0.9.0", without the v'],
    ["kubernetes: {replicas: 3}", "Write its keys and their values, as in {compression_worker: …}"],
  ])("%s, in the site file", (site, help) => {
    const { findings } = readAll({ site });
    expect(findings.map((finding) => finding.help)).toEqual([help]);
  });
});

describe("what was copied from a page", () => {
  test.each(["\u00a0", "\u2003", "\u3000"])("blanks such as %j are one finding, and mended", (blank) => {
    const text = `webui:\n${blank} port: 4001\n ${blank}host: h\nredis:\n${blank}${blank}port: 6380\n`;
    check(under(text, blank, "CLP1022"));
    const mended = fixed(text);
    expect(mended).toBe("webui:\n  port: 4001\n  host: h\nredis:\n  port: 6380\n");
    check(mended);
  });

  test("such blanks are text where text is meant", () => {
    check('data_directory: "a\n \u00a0b: c"\nlogs_directory: a\u00a0b\n# \u00a0c: d\n');
  });
});

describe("one mistake is one finding", () => {
  test.each([
    [
      "bundled:\n-database\n-queue\n",
      "Cannot read this line: it is no `key: value`",
      "Write a space after each -",
    ],
    ["webui\n  port: 4000\n", "Cannot read this line: it is no `key: value`", "Write a colon after the key"],
    [
      "bundled: [database, queue, redis results_cache]",
      'Cannot use "redis results_cache" for bundled[2]: expected one of "database", "queue", "redis", "results_cache"',
      "Separate them by commas",
    ],
  ])("%j", (text, message, help) => {
    says(text, message, help);
  });
});

describe("a release that is none of those", () => {
  const OTHER = "An earlier release of CLP is not supported; a later one needs a later clp-compile";
  const helpOfSite = (site: string) => readAll({ site }).findings[0]!.help;

  test.each(["0.14.0", "1.0", "0.8.0", "0.99"])("%s is no slip of another", (release) => {
    expect(helpOfSite(`clp_version: "${release}"`)).toBe(OTHER);
    expect(helpOfSite(`clp_version: ${release}`)).toBe(OTHER);
  });

  test.each([
    ["0.9", "0.9.0"],
    ["0.10", "0.10.0"],
    ['"0.13"', "0.13.0"],
  ])("%s lacks its end", (release, meant) => {
    expect(helpOfSite(`clp_version: ${release}`)).toBe(`Did you mean "${meant}"?`);
  });
});

describe("a list where keys are wanted", () => {
  test.each([
    ["host: {addresses: [10.0.0.5]}", 'Write keys and values, as in {"db.example.com":"10.0.0.5"}'],
    ["host: []", "Write {} for its defaults"],
  ])("%s", (site, help) => {
    expect(readAll({ site }).findings.map((one) => one.help)).toEqual([help]);
  });

  test("of words", () => {
    expect(helpOf("webui: [4001]")).toBe("Write its keys and their values, as in {host: …}");
  });
});

describe("typographic quotes", () => {
  test("around a number or a flag are removed", () => {
    expect(helpOf("webui:\n  port: “4001”\n")).toBe("Write 4001 without quotes");
    expect(fixed("webui:\n  port: “4001”\n")).toBe("webui:\n  port: 4001\n");
    expect(fixed("database:\n  auto_commit: ‘true’\n")).toBe("database:\n  auto_commit: true\n");
  });
});

describe("a key that holds an anchor", () => {
  test("is told where the anchor goes, and is no slip of a section", () => {
    says(
      "base: &common\n  port: 4001\nwebui: *common\n",
      'Unknown key "base"',
      "Put the anchor where its value is used first, and remove this key",
    );
  });

  test("is a slip where it is certain", () => {
    says("webiu: &common\n  port: 4001\n", 'Unknown key "webiu"', 'Did you mean "webui"?');
  });
});

describe("limits of a container, in another word", () => {
  test.each(["cpus", "memory", "mem_limit", "reservations"])("%s", (key) => {
    const { findings } = readAll({ site: `compose: {resources: {webui: {${key}: 2}}}` });
    expect(findings.map(({ help }) => help)).toEqual([
      "Write `limits: {cpu: …, memory: …}`, of which each may be left out",
    ]);
  });
});
