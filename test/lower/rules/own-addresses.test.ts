/** What is published must be published here: bundled services at the addresses of others (D13, D14). */
import { describe, expect, test } from "vitest";
import { fixAll } from "../../../src/base/apply-fixes.ts";
import { validate } from "../../compiler.ts";
import { check, checked, codes, findings, fixed, says } from "./check.ts";

const GUIDE = "database: {host: 10.20.30.40}";
const OWN = "host: {own_addresses: [10.0.0.5, 10.0.0.6]}";
const SECTIONS = ["database", "queue", "redis", "results_cache"] as const;

describe("a bundled service at an address that may be another machine's", () => {
  test("CLP's guide to external databases, word by word, is asked about", () => {
    const said = says(
      GUIDE,
      "The bundled database is published on 10.20.30.40, which may be another machine's address",
      "`database` is bundled, so `host` is where *this* machine publishes it. For a server of your own, take it out of `bundled`. If the address is this machine's, say so: `host: {own_addresses: [10.20.30.40]}` in the site file",
    );
    expect(said).toMatchObject({ code: "CLP4052", severity: "warning", choice: true });
  });
  test.each(SECTIONS)("%s", (section) => {
    const said = findings(`${section}: {host: 10.0.0.5}`).map(({ code }) => code);
    expect(said).toContain("CLP4052");
  });
  test("of localhost, loopback and all interfaces nobody is asked", () => {
    for (const host of ["localhost", "127.0.0.1", "127.0.1.1"]) codes(`database: {host: ${host}}`);
    codes("database: {host: 0.0.0.0}", "CLP4030");
  });
  test("of what cannot be external nobody is asked", () => codes("webui: {host: 10.0.0.5}"));
  test("nor of what is external, or does not run", () => {
    codes(`bundled: [queue, redis, results_cache]\n${GUIDE}`);
    codes("database: {host: localhost}");
  });
  test("by a name", () => {
    check({
      config: `
      database: {host: db.internal}
                       ^^^^^^^^^^^ CLP4052
    `,
      site: "host: {addresses: {db.internal: 10.0.0.5}}",
    });
    const [said] = checked(`
      database: {host: db.internal}
                       ^^^^^^^^^^^ CLP3020
    `);
    expect(said!.help).toMatch(/^`database` is bundled, so `host` is where \*this\* machine publishes it\./);
    expect(fixed("database: {host: db.internal}")).toBe(
      "bundled: [queue, redis, results_cache]\ndatabase: {host: db.internal}",
    );
  });
  test("the site file ends the question", () => codes({ config: "database: {host: 10.0.0.6}", site: OWN }));
  test("and makes a strange address an error", () => {
    const [said] = checked(
      { config: GUIDE, site: OWN },
      `
      database: {host: 10.20.30.40}
                       ^^^^^^^^^^^ CLP3065
    `,
    );
    expect(said).toMatchObject({ severity: "error", choice: true });
    expect(said!.help).toMatch(/^`database` is bundled/);
    const [other] = checked({
      config: `
      webui: {host: 10.0.0.7}
                    ^^^^^^^^ CLP3065
    `,
      site: OWN,
    });
    expect(other!.fix).toBeUndefined();
    codes({ config: "webui: {host: 10.0.0.7}", site: "host: {own_addresses: []}" }, "CLP3065");
  });
});

describe("the edit that takes it out", () => {
  test.each([
    [GUIDE, `bundled: [queue, redis, results_cache]\n${GUIDE}`],
    [
      "# Ours.\ndatabase:\n  host: 10.0.0.5 # in Bern\n",
      "# Ours.\nbundled: [queue, redis, results_cache]\ndatabase:\n  host: 10.0.0.5 # in Bern\n",
    ],
    [`bundled: [database, queue]\n${GUIDE}`, `bundled: [queue]\n${GUIDE}`],
    [`bundled: [queue, database]\n${GUIDE}`, `bundled: [queue]\n${GUIDE}`],
    [`bundled: [queue, database, redis]\n${GUIDE}`, `bundled: [queue, redis]\n${GUIDE}`],
    [`bundled: [database, queue, database]\n${GUIDE}`, `bundled: [queue]\n${GUIDE}`],
    [`bundled: [database]\n${GUIDE}`, `bundled: []\n${GUIDE}`],
    [`bundled:\n- queue\n- database\n${GUIDE}`, `bundled:\n- queue\n${GUIDE}`],
    [`bundled:\n  - database\n  - queue\n${GUIDE}`, `bundled:\n  - queue\n${GUIDE}`],
  ])("%j", (config, expected) => {
    const edits = findings(config).filter(({ code }) => code === "CLP4052");
    const text = edits
      .flatMap(({ fix }) => fix ?? [])
      .sort((a, b) => b.span.start - a.span.start)
      .reduce((all, { span, text: by }) => all.slice(0, span.start) + by + all.slice(span.end), config);
    expect(text).toBe(expected);
    expect(findings(text).map(({ code }) => code)).not.toContain("CLP4052");
  });
  test.each([
    "{database: {host: 10.0.0.5}}",
    '# JSON\n{\n"database": {"host": "10.0.0.5"}}',
    `bundled:\n- database\n${GUIDE}`,
    "bundled: &own [database, queue]\nlogs_input: {directory: /home/clp}\n",
  ])("is left out where it cannot be told where: %j", (config) => {
    const said = findings(config).filter(({ code }) => code === "CLP4052");
    for (const { fix } of said) expect(fix).toBeUndefined();
  });
  test("is never applied unasked", () => {
    const judge = (config: string) =>
      validate({ config: { name: "clp-config.yaml", content: config } }).diagnostics;
    const outcome = fixAll({ config: GUIDE }, ({ config }) => judge(config!));
    expect(outcome.texts).toEqual({ config: GUIDE });
    expect(outcome.diagnostics).toHaveLength(1);
  });
});

describe("published on several machines", () => {
  test("is an error, once", () => {
    const config =
      "database: {host: 10.0.0.5}\nqueue: {host: 10.0.0.6}\nredis: {host: 10.0.0.7}\nwebui: {host: 10.0.0.8}";
    const said = findings(config).filter(({ code }) => code === "CLP3064");
    expect(said).toMatchObject([
      {
        severity: "error",
        message:
          "Cannot publish one deployment on 4 machines: database on 10.0.0.5, queue on 10.0.0.6, redis on 10.0.0.7, webui on 10.0.0.8",
      },
    ]);
    expect(said[0]!.related.map(({ text }) => text)).toEqual(["database", "redis", "webui"]);
  });
  test("also where nothing of it can be external", () =>
    check(`
      webui: {host: 10.0.0.5}
      api_server: {host: 10.0.0.6}
                         ^^^^^^^^ CLP3064
    `));
  test("one other address, loopback and all interfaces are one machine", () =>
    codes(
      "webui: {host: 10.0.0.5}\napi_server: {host: 10.0.0.5}\nqueue: {host: 127.0.0.1}\nredis: {host: 0.0.0.0}",
      "CLP4030",
    ));
  test("all of a machine's own are one", () =>
    codes({ config: "webui: {host: 10.0.0.5}\napi_server: {host: 10.0.0.6}", site: OWN }));
  test("external servers are elsewhere", () =>
    codes("bundled: [redis, results_cache]\ndatabase: {host: 10.0.0.5}\nqueue: {host: 10.0.0.6}"));
});
