import { describe, expect, test } from "vitest";
import { pick } from "../../src/base/typed.ts";
import { marks } from "../frames.ts";
import { CREDENTIALS, check, fixed, readAll, says } from "./check.ts";

describe("an unknown key", () => {
  test("gets the key that was meant, and is then read as it", () => {
    const { config } = check(`
      databse: {port: 3307}
      ^^^^^^^ CLP2001
    `);
    expect(config.database.port).toBe(3307);
    says("webui: {prot: 4001}", 'Unknown key "prot" in webui', 'Did you mean "port"?');
    expect(fixed("webui: {prot: 4001}")).toBe("webui: {port: 4001}");
    expect(fixed("log-ingestor: null")).toBe("log_ingestor: null");
    check(`
      databse: {prot: 0}
      ^^^^^^^ CLP2001
                ^^^^ CLP2001
    `);
  });

  test("has no certain fix where that key is there, or several are near", () => {
    expect(
      says("webui: {port: 1, prot: 2}", 'Unknown key "prot" in webui', '"port" is there already').fix,
    ).toBeUndefined();
    expect(fixed("webui: {port: 1, prot: 2}")).toBe("webui: {port: 1, prot: 2}");
  });

  test("has no certain fix where more than a letter or two are wrong", () => {
    says("log_output: {}", 'Unknown key "log_output"', 'Did you mean "logs_input"?');
    expect(fixed("log_output: {}")).toBe("log_output: {}");
    expect(fixed("api_server: {query_job_polling: {initial_backof: 5, max_backof_ms: 6}}")).toBe(
      "api_server: {query_job_polling: {initial_backoff: 5, max_backoff_ms: 6}}",
    );
    expect(fixed("compresion_schedular: {}")).toBe("compression_scheduler: {}");
  });

  test("with a value of the wrong shape has a way out", () => {
    const help = (config: string) => readAll({ config }).findings.map((finding) => finding.help);
    expect(help("webui: [port: 4000]")).toEqual(["Write { and } in place of [ and ]"]);
    expect(help("webui:\n  - port: 4000\n")).toEqual([
      "Remove the - before the keys: it makes a list of them",
    ]);
    expect(help("webui: '{port: 4000}'")).toEqual(["Write it without quotes"]);
    expect(help("bundled: '[queue]'")).toEqual(["Write it without quotes"]);
    expect(help("bundled: {queue: true}")).toEqual([
      "Write a list, in brackets or with a - before each item",
    ]);
    expect(help("webui: {port: [4000]}")).toEqual(["Write one value, without - or brackets"]);
    expect(help("webui: {port: .5}")).toEqual(["Write a whole number"]);
    expect(help('webui: {port: "4000.5"}')).toEqual(["Write a whole number"]);
    expect(help('webui: {port: "4000.0"}')).toEqual(["Write 4000"]);
    expect(help("package: {storage_engine: clp-json}")).toEqual(['Did you mean "clp-s"?']);
  });

  test("that differs in case and separators alone is that key, whatever else is near", () => {
    expect(fixed("dataDirectory: /a\nWebUI: {Port: 4001}\n")).toBe(
      "data_directory: /a\nwebui: {port: 4001}\n",
    );
  });

  test("that would switch a section off has a way out", () => {
    says(
      "api_server: {enabled: false}",
      'Unknown key "enabled" in api_server',
      "Remove it: it runs wherever the section is; `api_server: null` leaves it out",
    );
    const helps = (config: string) => readAll({ config }).findings.map(({ help }) => help);
    expect(helps("api_server: false")).toEqual(["Write null"]);
    expect(helps("log_ingestor: None")).toEqual(["Write null"]);
    expect(helps("mcp_server: true")).toEqual(["Write {} for its defaults"]);
    expect(helps("webui: false")).toEqual(["Leave the key out for its defaults: nothing switches it off"]);
  });

  test("is found by its words, by the program that is meant, and by a path in it", () => {
    says("mcp: {}", 'Unknown key "mcp"', 'Did you mean "mcp_server"?');
    says("mongodb: {}", 'Unknown key "mongodb"', 'Did you mean "results_cache"?');
    says(
      "webui.port: 4001",
      'Unknown key "webui.port"',
      "A point leads into no section: write `webui: {port: …}`",
    );
    says(
      "archive_output.storage.directory: /a",
      'Unknown key "archive_output.storage.directory"',
      "A point leads into no section: write `archive_output: {storage: {directory: …}}`",
    );
  });

  test("that was probably meant as another makes no finding about that one's absence", () => {
    const credentials = "{access_key_id: a, secret_key: b}";
    says(
      `logs_input: {type: s3, aws_authentication: {type: credentials, credentials: ${credentials}}}`,
      'Unknown key "secret_key" in logs_input.aws_authentication.credentials',
      'Did you mean "secret_access_key"?',
    );
    // Directly where their section should be.
    check(
      `
      logs_input: {type: s3, aws_authentication: {type: credentials, access_key_id: a, secret_access_key: b}}
                                                                     ^^^^^^^^^^^^^ CLP2001
                                                                                       ^^^^^^^^^^^^^^^^^ CLP2001
    `,
    );
    says(
      "logs_input: {type: s3, s3_config: {bucket: abc, aws_authentication: {type: ec2}}}",
      'Unknown key "s3_config" in logs_input',
      "Remove it: aws_authentication stands directly in logs_input",
    );
  });

  test("may belong elsewhere", () => {
    says(
      "compression_level: 5",
      'Unknown key "compression_level"',
      '"compression_level" belongs to archive_output',
    );
    says("rate_limit: 5", 'Unknown key "rate_limit"', '"rate_limit" belongs to webui');
    says("storage: {}", 'Unknown key "storage"', '"storage" belongs to archive_output, stream_output');
    says(
      "queue: {host: q, root_username: x}",
      'Unknown key "root_username" in queue',
      "User names and passwords stand in the credentials file: `queue: {username: …}`",
    );
    says(
      "database: {username: x}",
      'Unknown key "username" in database',
      "User names and passwords stand in the credentials file: `database: {username: …}`",
    );
    const { findings } = readAll({ credentials: `${CREDENTIALS}webui: {}\n` });
    expect(findings.map(({ help }) => help)).toEqual([
      '"webui" belongs to the outermost level of clp-config.yaml',
    ]);
    says(
      "kubernetes: {}",
      'Unknown key "kubernetes"',
      '"kubernetes" belongs to the outermost level of the site file, clp-site.yaml',
    );
  });

  test("may be of another release", () => {
    says(
      "database: {name: logs}",
      'Unknown key "name" in database: it was the name of CLP\'s database up to CLP v0.7.0',
      "Since v0.8.0 it is database.names.clp",
    );
    expect(fixed("database: {name: logs}")).toBe("database: {names: {clp: logs}}");
    expect(fixed("database:\n  name: 'my logs' # ours\n")).toBe(
      "database:\n  names: {clp: 'my logs'} # ours\n",
    );
    says(
      "webui: {query_engine: presto}",
      'Unknown key "query_engine" in webui: it came with CLP v0.13.0',
      "In v0.9.0 it is package.query_engine",
    );
    check(`
      spider_scheduler: {logging_level: INFO}
                         ^^^^^^^^^^^^^ CLP2009
    `);
    check(
      `
      telemetry: {disable: true}
      ^^^^^^^^^ CLP2009
      otel_collector: {}
      ^^^^^^^^^^^^^^ CLP2009
    `,
    );
    check(`
      bundled: [queue, otel_collector]
                       ^^^^^^^^^^^^^^ CLP2009
    `);
    expect(fixed("input_logs_directory: /var/logs")).toBe("logs_input: {directory: /var/logs}");
    expect(fixed("redis: {search_backend_database: 0}")).toBe("redis: {query_backend_database: 0}");
    says(
      "search_scheduler: {}",
      'Unknown key "search_scheduler": it was a key up to CLP v0.1.1',
      "Since v0.1.2 it is query_scheduler",
    );
  });

  test("may lack a space, or its place below another", () => {
    expect(fixed("webui: {port:4001}")).toBe("webui: {port: 4001}");
    check(`
      webui:
      port: 4001
      ^^^^ CLP1016
      host: ''
            ^^ CLP2007
    `);
    // What stands before the key would have to be moved, too.
    expect(fixed("webui:\n!!str port: 4001\n")).toBe("webui:\n!!str port: 4001\n");
    expect(fixed("webui:\nport: 4001\n# so\nhost: h\n")).toBe("webui:\n  port: 4001\n# so\n  host: h\n");
  });

  test("named like a property of objects is unknown like any other", () => {
    check(
      `
      hasOwnProperty: {}
      ^^^^^^^^^^^^^^ CLP2001
      webui: {__proto__: 1, constructor: 2}
              ^^^^^^^^^ CLP2001
                            ^^^^^^^^^^^ CLP2001
    `,
    );
  });
});

describe("a missing key", () => {
  test("is missed at the mapping that should hold it, all of one mapping at once", () => {
    says(
      "presto: {}",
      'Cannot find the keys "host" and "port": presto needs them',
      "Add host: presto-coordinator and port: 8080",
    );
    check(
      `
      archive_output:
        storage:
          type: s3
          s3_config: {bucket: b}
          ^^^^^^^^^ CLP2003
    `,
    );
    check(`
      logs_input: {type: s3}
      ^^^^^^^^^^ CLP2003
    `);
  });
});

describe("a value of the wrong kind", () => {
  test.each(
    marks(`
    webui: 5
           ^ CLP2002

    webui: []
           ^^ CLP2002

    bundled: queue
             ^^^^^ CLP2002

    webui: {port: 4000.5}
                  ^^^^^^ CLP2002

    webui: {port: true}
                  ^^^^ CLP2002

    webui: {port: [4000]}
                  ^^^^^^ CLP2002

    webui: {host: {a: b}}
                  ^^^^^^ CLP2002

    webui: {host: 127}
                  ^^^ CLP2002

    database: {compress: 1}
                         ^ CLP2002

    webui:
    ^^^^^ CLP2008

    webui: {port: ~}
                  ^ CLP2008

    webui: {port: }
            ^^^^ CLP2008

    bundled:
    ^^^^^^^ CLP2008
    queue: null
    redis: ~

    webui: {port: 010000}
                  ^^^^^^ CLP2006

    webui: {host: no}
                  ^^ CLP2006

    query_scheduler: {jobs_poll_delay: .inf}
                                       ^^^^ CLP2006

    query_scheduler: {jobs_poll_delay: 1.0e+400}
                                       ^^^^^^^^ CLP2004

    redis: {query_backend_database: 16}
                                    ^^ CLP2004

    reducer: {upsert_interval: 2147483647}

    reducer: {upsert_interval: 2147483648}
                               ^^^^^^^^^^ CLP2004

    log_ingestor: {buffer_flush_threshold: 9007199254740992}
                                           ^^^^^^^^^^^^^^^^ CLP2004

    api_server: {default_max_num_query_results: -1}
                                                ^^ CLP2004

    data_directory: " "
                    ^^^ CLP2007

    package: {query_engine: elastic}
                            ^^^^^^^ CLP2005

    package: {query_engine: 5}
                            ^ CLP2005
  `),
  )("%s", (_, text) => {
    check(text);
  });

  test.each([
    ['webui: {port: "4001"}', "webui: {port: 4001}"],
    ["webui: {port: 4001.0}", "webui: {port: 4001}"],
    ["webui: {port: 0xFA1}", "webui: {port: 4001}"],
    ["webui: {port: 4_001}", "webui: {port: 4001}"],
    ["query_scheduler: {jobs_poll_delay: 1e-1}", "query_scheduler: {jobs_poll_delay: 0.1}"],
    ["database: {compress: yes, auto_commit: 'off'}", "database: {compress: true, auto_commit: false}"],
    ["log_ingestor: {logging_level: OFF}", 'log_ingestor: {logging_level: "OFF"}'],
    ["log_ingestor: {logging_level: off}", "log_ingestor: {logging_level: off}"],
    ["reducer: {logging_level: info}", "reducer: {logging_level: INFO}"],
    ["log_ingestor: {logging_level: 'off'}", 'log_ingestor: {logging_level: "OFF"}'],
    ["results_cache: {db_name: 2024}", 'results_cache: {db_name: "2024"}'],
    ["results_cache: {db_name: 2024-01-01}", 'results_cache: {db_name: "2024-01-01"}'],
    ["webui: {port: 010000}", "webui: {port: 010000}"],
    ["webui: {port: 99999.0}", "webui: {port: 99999.0}"],
  ])("%j becomes %j", (text, expected) => {
    expect(fixed(text)).toBe(expected);
    const again = readAll({ config: expected }).findings.flatMap((finding) => finding.fix ?? []);
    expect(again).toEqual([]);
  });

  test("in another unit gets the number", () => {
    says(
      "archive_output: {target_segment_size: 256MB}",
      'Cannot use the text "256MB" for archive_output.target_segment_size: expected a whole number of at least 1',
      "Write 268435456 (bytes)",
    );
    says(
      "archive_output: {retention_period: 30d}",
      'Cannot use the text "30d" for archive_output.retention_period: expected a whole number of at least 1, or null',
      "Write 43200 (minutes)",
    );
    says(
      "reducer: {upsert_interval: 2 seconds}",
      'Cannot use the text "2 seconds" for reducer.upsert_interval: expected a whole number from 1 to 2147483647',
      "Write 2000 (milliseconds)",
    );
    says(
      "log_ingestor: {buffer_flush_timeout: 5x}",
      'Cannot use the text "5x" for log_ingestor.buffer_flush_timeout: expected a whole number of at least 1',
      "Write a number of seconds",
    );
  });

  test("outer white space is stripped as CLP does", () => {
    expect(check('webui: {host: " localhost "}').config.webui.host).toBe("localhost");
    check(`
      webui: {host: " 10.1 "}
                    ^^^^^^^^ CLP2016
    `);
  });
});

describe("what depends on a type", () => {
  const s3 = "s3_config: {bucket: b, key_prefix: p/, aws_authentication: {type: env_vars}}";
  test("is a directory without one", () => {
    const { config } = check("archive_output: {storage: {directory: a}}\nlogs_input: {}");
    expect(config.archive_output.storage).toEqual({ type: "fs", directory: "a" });
    expect(config.logs_input).toEqual({ type: "fs", directory: "/" });
  });

  test("has the keys of its own type", () => {
    check(`archive_output: {storage: {type: s3, ${s3}}}`);
    check(
      `archive_output: {storage: {type: fs, ${s3}}}`,
      `
      archive_output: {storage: {type: fs, s3_config: {bucket: b, key_prefix: p/, aws_authentication: {type: env_vars}}}}
                                           ^^^^^^^^^ CLP2011
    `,
    );
    check(
      `archive_output: {storage: {directory: a, ${s3}}}`,
      `
      archive_output: {storage: {directory: a, s3_config: {bucket: b, key_prefix: p/, aws_authentication: {type: env_vars}}}}
                                               ^^^^^^^^^ CLP2011
    `,
    );
    check(
      `archive_output: {storage: {type: s3, directory: a, ${s3}}}`,
      `
      archive_output: {storage: {type: s3, directory: a, s3_config: {bucket: b, key_prefix: p/, aws_authentication: {type: env_vars}}}}
                                           ^^^^^^^^^ CLP2011
    `,
    );
    const { config } = check(
      `archive_output: {storage: {${s3}}}`,
      `
      archive_output: {storage: {s3_config: {bucket: b, key_prefix: p/, aws_authentication: {type: env_vars}}}}
                                 ^^^^^^^^^ CLP2011
    `,
    );
    expect(config.archive_output.storage.type).toBe("s3");
    expect(fixed(`archive_output: {storage: {${s3}}}`)).toBe(`archive_output: {storage: {type: s3, ${s3}}}`);
  });

  test("is judged below a type that is misspelt or missing", () => {
    check(
      `
      stream_output: {storage: {type: S3, s3_config: {bucket: 5}}}
                                      ^^ CLP2005
                                          ^^^^^^^^^ CLP2003
                                                              ^ CLP2002
    `,
    );
    check(
      `
      logs_input: {type: s3, aws_authentication: {profile: 5}}
                             ^^^^^^^^^^^^^^^^^^ CLP2003
                                                           ^ CLP2002
    `,
    );
    check(`
      logs_input: {type: s3, aws_authentication: {}}
                             ^^^^^^^^^^^^^^^^^^ CLP2003
    `);
    check(`
      logs_input: {type: ftp}
                         ^^^ CLP2005
    `);
  });

  test("takes one kind of authentication", () => {
    const auth = (text: string) => `logs_input: {type: s3, aws_authentication: {${text}}}`;
    check(auth("type: profile, profile: p"));
    check(auth("type: profile, profile: p, credentials: null"));
    check(
      auth("type: ec2, profile: p"),
      `
      logs_input: {type: s3, aws_authentication: {type: ec2, profile: p}}
                                                             ^^^^^^^ CLP2012
    `,
    );
    check(
      auth("type: profile, profile: p, credentials: {}"),
      `
      logs_input: {type: s3, aws_authentication: {type: profile, profile: p, credentials: {}}}
                                                                             ^^^^^^^^^^^ CLP2012
    `,
    );
    check(
      auth("type: credentials"),
      `
      logs_input: {type: s3, aws_authentication: {type: credentials}}
                             ^^^^^^^^^^^^^^^^^^ CLP2003
    `,
    );
    check(
      auth("type: default"),
      `
      logs_input: {type: s3, aws_authentication: {type: default}}
                                                        ^^^^^^^ CLP2009
    `,
    );
  });
});

test("two spellings of one key", () => {
  const polling = (text: string) => `api_server: {query_job_polling: {${text}}}`;
  expect(
    check(polling("initial_backoff: 1, max_backoff_ms: 2")).config.api_server!.query_job_polling,
  ).toEqual({ initial_backoff_ms: 1, max_backoff_ms: 2 });
  check(
    polling("initial_backoff: 1, initial_backoff_ms: 1"),
    `
    api_server: {query_job_polling: {initial_backoff: 1, initial_backoff_ms: 1}}
                                                         ^^^^^^^^^^^^^^^^^^ CLP2010
  `,
  );
});

test("names that are given are merged over the defaults (D23)", () => {
  expect(check("database: {names: {spider: s}}").config.database.names).toEqual({
    clp: "clp-db",
    spider: "s",
  });
});

test("thirty mistakes are thirty findings", () => {
  const lines = Array.from({ length: 30 }, (_, index) => `  wrong_key_${index}: ${index}`);
  expect(readAll({ config: `webui:\n${lines.join("\n")}\n` }).findings).toHaveLength(30);
});

test("a wrong value is a placeholder, and says that it is", () => {
  const { config } = readAll({
    config: "webui: {port: x, host: h}\nbundled: [queue, nothing]\npresto: {port: 1}",
  });
  expect(config.webui).toMatchObject({ port: 4000, host: "h" });
  expect(pick(config.webui, "port").origin.kind).toBe("invalid");
  expect(pick(config.webui, "host").origin.kind).toBe("source");
  expect(pick(config, "bundled").origin.kind).toBe("invalid");
  expect(pick(config.presto!, "host").origin.kind).toBe("invalid");
  expect(pick(config.presto!, "port").origin).toMatchObject({ kind: "source", path: ["presto", "port"] });
});
