import { describe, expect, test } from "vitest";
import { frames, marks, under } from "../frames.ts";
import { CREDENTIALS, check, fixed, readAll, says } from "./check.ts";
import LONG from "./long-texts.json" with { type: "json" };

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("the bytes", () => {
  test("are UTF-8, with or without a byte order mark", () => {
    const { config } = check(
      { config: utf8("\ufeffwebui: {host: web-ü}") },
      `
      webui: {host: web-ü}
                    ^^^^^ CLP2016
    `,
    );
    expect(config.webui.port).toBe(4000);
    expect(check({ config: "\ufeffwebui: {port: 4001}" }).config.webui.port).toBe(4001);
    check(
      { config: utf8("# ü 日本 😀\nwebui: {port: 0}") },
      `
      webui: {port: 0}
                    ^ CLP2004
    `,
    );
  });

  test.each([
    ["UTF-16, little-endian, with a mark", [0xff, 0xfe, 0x61, 0]],
    ["UTF-16, big-endian, with a mark", [0xfe, 0xff, 0, 0x61]],
    ["UTF-16 without a mark", [0x61, 0, 0x3a, 0]],
    ["UTF-32", [0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]],
  ])("%s", (_, bytes) => {
    check(
      { config: Uint8Array.from(bytes) },
      `

      ^ CLP1001
    `,
    );
  });

  test.each([
    ["a byte of Windows-1252", [0x61, 0xe9, 0x0a], "a\ufffd", " ^"],
    ["an overlong form", [0x61, 0x0a, 0xc0, 0x80], "\ufffd\ufffd", "^"],
    ["half of a pair", [0x23, 0xed, 0xa0, 0x80], "#\ufffd\ufffd\ufffd", " ^"],
    ["a sequence without its end", [0x23, 0xf0, 0x9f, 0x98], "#\ufffd", " ^"],
    ["something beyond Unicode", [0x23, 0xf4, 0x90, 0x80, 0x80], "#\ufffd\ufffd\ufffd\ufffd", " ^"],
  ])("%s is found where it is", (_, bytes, line, caret) => {
    check({ config: Uint8Array.from(bytes) }, `${line}\n${caret} CLP1001\n`);
  });

  test("are at most a mebibyte", () => {
    check(
      { config: new Uint8Array((1 << 20) + 1).fill(0x20) },
      `

      ^ CLP1012
    `,
    );
    check(
      { config: `#${"ü".repeat(1 << 19)}` },
      `

      ^ CLP1012
    `,
    );
    check({ config: `#${"x".repeat((1 << 20) - 1)}` });
  });
});

describe("the characters", () => {
  test("that YAML does not allow are each shown", () => {
    const two = "webui: {host: a\u0007b}\n# \u2028\n";
    check(under(under(two, "\u0007", "CLP1002"), "\u2028", "CLP1002"));
    check(under('webui: {host: "a\u0000b"}', "\u0000", "CLP1002"));
    check(under("a\ufeff: 1", "\ufeff", "CLP1002"));
  });
});

describe("the document", () => {
  test("may be empty, or JSON", () => {
    check("");
    check("# nothing\n");
    check("---\n...\n");
    check("~");
    expect(check('{"webui": {"port": 4001},\n "bundled": []}').config.bundled).toEqual([]);
  });

  test("is one", () => {
    check(`
      webui: {}
      ---
      ^^^ CLP1005
    `);
    check(`
      webui: {}
      ...
      queue: {}
      ^^^ CLP1005
    `);
  });

  test("is a mapping", () => {
    check(`
      - webui
      ^^^^^^^ CLP1013
    `);
    says(
      "webui:4000",
      "Cannot use a single value as the whole file: expected a mapping of keys to values",
      "Write a space after the colon of a key",
    );
  });

  test("has string keys, once each", () => {
    check(`
      webui: {4000: 1, on: 1, ~: 1, [a]: 1, 1.5: 1, : 1}
              ^^^^ CLP1008
                       ^^ CLP1008
                              ^ CLP1008
                                    ^ CLP1008
                                            ^^^ CLP1008
                                                    ^ CLP1008
    `);
    check("? webui\n: {port: 4001}\n");
    const { findings } = check(
      `
      webui: {port: 1, port: 2}
                       ^^^^ CLP1007
      webui: {}
      ^^^^^ CLP1007
    `,
    );
    expect(findings[1]!.related).toHaveLength(1);
  });

  test("has no tags but those of the core schema, which fit", () => {
    expect(check("webui: !!map {port: !!int 4001, host: !!str localhost}").config.webui.port).toBe(4001);
    check(`
      webui: {host: !!str 127}
                          ^^^ CLP2016
    `);
    check(
      `
      webui: {port: !!int x, host: !foo y}
                    ^^^^^ CLP1006
                                   ^^^^ CLP1006
    `,
    );
    check(`
      bundled: !!set {queue, redis}
               ^^^^^ CLP1006
    `);
    check('webui: {port: !!int "4001"}');
  });

  test("has no directives but those that CLP's reader knows", () => {
    check("%YAML 1.1\n---\nwebui: {}");
    check(`
      %YAML 2.0
      ^^^^^^^^^ CLP1015
      ---
      webui: {}
    `);
    check(`
      %FOO
      ^^^^ CLP1015
      ---
      webui: {}
    `);
  });
});

describe("aliases and merges", () => {
  test("stand for what they repeat; findings are at the alias, or in what it repeats", () => {
    const good = check("database: {host: &host db.example}\nqueue: {host: *host}");
    expect(good.config.queue!.host).toBe("db.example");
    const { findings, texts } = check(
      `
      webui: {port: 4000, host: &word x}
      reducer: {logging_level: *word}
                               ^^^^^ CLP2005
    `,
    );
    const [finding] = findings;
    const beside = finding!.related.map((primary) => ({ ...finding!, primary }));
    expect(`\n${frames(texts.config!, beside)}\n`).toBe(
      under("\nwebui: {port: 4000, host: &word x}\n", "x", "CLP2005", "&word "),
    );
  });

  test("a mistake that several aliases reach is said once", () => {
    check(`
      queue: &one {port: 0}
                         ^ CLP2004
      redis: *one
    `);
  });

  test("merges take what is not written, and keep its place", () => {
    const { config } = check("queue: &one {host: q, port: 1}\nredis: {<<: *one, port: 2}");
    expect(config.redis).toMatchObject({ host: "q", port: 2 });
    const list = check("queue: &one {host: q}\nwebui: &two {host: w, port: 3}\nredis: {<<: [*one, *two]}");
    expect(list.config.redis).toMatchObject({ host: "q", port: 3 });
    check(`
      queue: &one {port: 0}
                         ^ CLP2004
      redis:
        <<: *one
        host: r
    `);
    check(`
      redis: {<<: 5}
                  ^ CLP1014
    `);
  });

  test("are resolved, finite and few", () => {
    check(
      `
      webui: {host: &a h}
      queue: {host: &a q}
                    ^^ CLP1003
      redis: {host: &a.b r}
                    ^^^^ CLP1003
    `,
    );
    check(`
      webui: {host: *nobody}
                    ^^^^^^^ CLP1009
    `);
    check(`
      webui: &webui {host: *webui}
                           ^^^^^^ CLP1010
    `);
    const names = [..."abcdefghijkl"];
    const bomb = names
      .map((name, index) => `${name}: &${name} [${index === 0 ? "x,x" : `*${names[index - 1]},`.repeat(9)}]`)
      .join("\n");
    const { findings } = readAll({ config: bomb });
    expect(findings.map((finding) => finding.code)).toEqual(["CLP1010"]);
  });
});

describe("the depth", () => {
  test.each(LONG.deep)("20,000 of %j are refused", (opening) => {
    const { findings } = readAll({ config: opening.repeat(20_000) });
    expect(findings.map((finding) => finding.code)).toEqual(["CLP1011"]);
  });

  test("64 levels are read", () => {
    check(
      `webui: ${"[".repeat(62)}${"]".repeat(62)}`,
      `
      webui: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ CLP2002
    `,
    );
  });
});

test("tabs are text in strings and separate in brackets, and nothing else", () => {
  check(
    "webui: {host: h,\n \tport: 1}\nlogs_input:\n  directory: 'a\n    \tb'\ntmp_directory: t\t# x\ndata_directory:\tx\n",
  );
  check(under("bundled:\n-\tqueue", "\t", "CLP1004"));
  check(under("webui:\n  port: 1\n\t\n", "\t", "CLP1004"));
  check(under("\t# comment\n", "\t", "CLP1004"));
  check(under("webui:\n  host: |-\n    \tx\n", "\t", "CLP1004"));
  const tabbed = "redis:\n  password: |- # as it was\n    a\n    \tb\n";
  const { credentials } = readAll({ credentials: CREDENTIALS.replace(/redis:[\s\S]*/, tabbed) });
  expect(credentials!.redis!.password).toBe("a\n\tb");
});

test("a carriage return alone ends a line, also of a comment", () => {
  const config = "# mine\rwebui:\r  port: 4001 # high\rresults_cache:\r  db_name: 'a\r    b'\r";
  const read = readAll({ config }).config;
  expect(read.webui.port).toBe(4001);
  expect(read.results_cache.db_name).toBe("a b");
});

test("what CLP's YAML reader refuses, and the parser takes", () => {
  const codes = (config: string) =>
    readAll({ config }).findings.flatMap(({ code }) => (code.startsWith("CLP1") ? [code] : []));
  // A string that ends with the file at a quote that is escaped goes on.
  expect(codes('webui: {}\nlogs_directory: "a\\"')).toEqual(["CLP1017"]);
  expect(codes("webui: {}\nlogs_directory: 'a''")).toEqual(["CLP1017"]);
  expect(codes('logs_directory: "a\\\\"')).toEqual([]);
  expect(codes("logs_directory: 'a'''")).toEqual([]);
  // Half a character, as JSON has two for one.
  expect(codes('results_cache: {db_name: "a\\ud83d\\ude00"}')).toEqual(["CLP1018", "CLP1018"]);
  expect(codes('results_cache: {db_name: "a\\U0001F600\\\\ud83d"}')).toEqual([]);
  // Marks between brackets.
  expect(codes("database: {names:{clp: x}}")).toEqual(["CLP1003"]);
  expect(codes("webui: {port:}")).toEqual(["CLP1003"]);
  expect(codes("results_cache: {db_name: :x}")).toEqual(["CLP1003"]);
  expect(codes("bundled: [?queue]")).toEqual(["CLP1003"]);
  expect(codes('webui: {"port":4001}\nresults_cache:\n  db_name: ?x:[y]:z\n')).toEqual([]);
});

test("a block of text that ends the file ends without a line break", () => {
  const { credentials } = readAll({
    credentials: `${CREDENTIALS.slice(0, CREDENTIALS.indexOf("redis:"))}redis:\n  password: |\n    secret`,
  });
  expect(credentials!.redis!.password).toBe("secret");
});

describe("comments of other languages", () => {
  const found = (comments: string): string => `Cannot read ${comments}: in YAML a comment begins with #`;

  test("are told once and mended, and all else is read", () => {
    const json = `{
  // the web UI, "quoted: {
  "webui": {"port": 4001}, // it isn't
  /* the database */
  "database": {"prot": 3307} // last
}
// end`;
    const { config, findings } = check(
      under(under(json, '// the web UI, "quoted: {', "CLP1023"), '"prot"', "CLP2001"),
    );
    expect(findings[0]!.message).toBe(found("5 comments that begin with // and /*"));
    expect(config.webui.port).toBe(4001);
    expect(config.database.port).toBe(3307);
    expect(fixed(json)).toBe(`{
  # the web UI, "quoted: {
  "webui": {"port": 4001}, # it isn't
  # the database
  "database": {"port": 3307} # last
}
# end`);
    check(fixed(json));
    says("// so\nwebui: {port: 4001}\n", found("a comment that begins with //"));
    expect(fixed("webui:\n  port: 4001 // so: or so\n")).toBe("webui:\n  port: 4001 # so: or so\n");
    const block = "/* so\n * and so\n */\nwebui: {port: 4001}\n";
    says(block, found("a comment that begins with /*"));
    expect(fixed(block)).toBe(block);
  });

  test("are mended nowhere in a file with a block of text, where // may be text", () => {
    const text = "webui: {port: 4001} // so\ntmp_directory: |-\n  /c // d\n";
    expect(
      check(
        text,
        `
      webui: {port: 4001} // so
                          ^^^^^ CLP1023
    `,
      ).findings[0]!.fix,
    ).toBeUndefined();
  });

  test("are none in strings, in comments and at the start of a value", () => {
    check(
      "# https://example.com // so\ndata_directory: //server/share\nlogs_directory: '/a // b'\ntmp_directory: |-\n  /c // d\n",
    );
    const password = "ab // cd-/*-ef";
    const { credentials } = check({
      credentials: CREDENTIALS.replace("redis-password", password).replace(
        "queue-password",
        `// ${password}`,
      ),
    });
    expect(credentials!.redis!.password).toBe(password);
    expect(credentials!.queue!.password).toBe(`// ${password}`);
  });
});

describe("syntax", () => {
  test.each(
    marks(`
    webui: host: localhost
           ^^^^ CLP1003

    webui:
    	port: 4001
    ^ CLP1004

    webui:
      port: 4001
     host: x
     ^^^^ CLP1016

    webui:
      port: 4001
        host: x
        ^^^^ CLP1016

    webui: {port: 4001
           ^ CLP1017
    queue: {}

    bundled: [queue
             ^ CLP1017

    webui:
      host: "localhost
            ^ CLP1017
      port: 4000
    queue: {host: "q"}

    webui:
      host: 'localhost
            ^ CLP1017

    webui: {host: "\\q"}
                   ^^ CLP1018

    webui:
      port 4001
      ^^^^^^^^^ CLP2002

    webui:
      port 4001
      ^^^^^^^^^ CLP1003
      host: x

    webui: {host: @x}
                  ^ CLP1003

    webui: {port: 4001, , host: x}
                        ^ CLP1003

    webui: {port: 4001 host: x}
                       ^^^^ CLP1003

    webui: {}}
             ^ CLP1003

    webui: - a
           ^ CLP1003

    webui: {host: "a" b}
                      ^ CLP1003
  `),
  )("%s", (_, text) => {
    check(text);
  });

  test("one mistake of a block is told, and blocks before it are judged", () => {
    check(
      `
      webui: {port: 0}
                    ^ CLP2004
      queue: host: a: b
             ^^^^ CLP1003
      redis:
        port: x
         host: y
         ^^^^ CLP1016
    `,
    );
  });

  test("brackets are closed somewhere, or their lines are not indented", () => {
    says(
      "webui: {\nport: 4001\n}\n",
      "Cannot read this line: inside brackets it must be indented",
      "Indent it further than the key to which the brackets belong",
    );
    says(
      "webui: {port: 4001, host: a #1}\n",
      "Cannot find the } that closes this {",
      "Close it with }; quote a value with a #, which else begins a comment",
    );
    check(`
      webui: {port: 4001 host: localhost}
                         ^^^^ CLP1003
    `);
    check("webui: {\n  port: 4001\n}\n");
  });

  test("what a word processor or a web page makes of it has a way out", () => {
    says(
      "webui：\n  port: 1\n",
      "Cannot read this line: it is no `key: value`",
      "Write a plain colon and a space in place of the wide colon",
    );
    expect(fixed("webui:\u00a0{port: 4001}\n")).toBe("webui: {port: 4001}\n");
    expect(check(under("webui: {host: “localhost”}", "“localhost”", "CLP2016")).findings[0]!.help).toBe(
      "Write plain quotes, or none",
    );
  });

  test.each(["? ? ? {a: b}\n", "webui: ?\n:\n  c"])("%j: no key is told of twice", (config) => {
    const { findings } = readAll({ config });
    const places = findings.map(({ code, primary }) => `${code} ${primary?.span.start}`);
    expect(new Set(places).size).toBe(places.length);
  });

  test("a star alone is one mistake", () => {
    check(`
      logs_directory: *
                      ^ CLP1003
    `);
    check(`
      logs_directory: *nowhere
                      ^^^^^^^^ CLP1009
    `);
  });

  test("the first key may be indented, and then all are", () => {
    const { help } = says(
      "# so\n  webui:\n    port: 4001\ndatabase:\n  prot: 1\n",
      "Cannot read this line: it starts further to the left than the first key of the file",
    );
    expect(help).toBe("Start both in one column");
  });

  test("says nothing of credentials", () => {
    for (const wrong of [
      "password: *hunter2",
      "password: !hunter2 x",
      'password: "\\hunter2"',
      "? [hunter2]\n",
      "hunter2: 1\nhunter2: 2",
      "a: hunter2: x",
    ]) {
      const { findings } = readAll({ credentials: `${CREDENTIALS}${wrong}` });
      expect(findings.length).toBeGreaterThan(0);
      expect(JSON.stringify(findings)).not.toContain("hunter2");
    }
  });
});
