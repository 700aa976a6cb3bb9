/** Telemetry: nobody is signed up for it unasked, and what leaves goes where the config says. */
import { describe, expect, test } from "vitest";
import { RELEASES } from "../../../src/clp/releases/releases.ts";
import { deploy } from "../../deploy.ts";
import { check, codes, findings } from "./check.ts";

const NEWEST = 'clp_version: "0.13.0"\n';
const OFF = "telemetry: {disable: true}\n";

describe("E11: nobody is asked", () => {
  test("what is sent where is said, and the two lines that decide it", () => {
    const [said, ...others] = findings({ config: "", site: NEWEST });
    expect(others).toEqual([]);
    expect(said).toMatchObject({ code: "CLP4080", severity: "warning" });
    expect(said!.message).toContain("https://telemetry.yscope.io");
    expect(said!.help).toBe(
      "Write `telemetry: {disable: true}` to send nothing, or `telemetry: {disable: false}` to have it so",
    );
    // E7
    expect(said!.notes.join()).toContain("Docker socket");
  });

  test.each(["disable: true", "disable: false"])("nothing is said where the config decides: %s", (decided) =>
    check({ config: `telemetry: {${decided}}`, site: NEWEST }),
  );

  test("releases without telemetry are not asked about it", () => {
    for (const { id, capabilities } of RELEASES)
      codes(
        { config: "", site: `clp_version: "${id}"\n` },
        ...(capabilities.telemetry ? (["CLP4080"] as const) : []),
      );
  });

  test("a release that is wrong is all that is said", () =>
    codes({ config: "", site: "clp_version: 9\n" }, "CLP2022"));
});

describe("E8: an emptied endpoint", () => {
  test("is refused, since CLP would send to its makers", () =>
    check({
      config: `
        telemetry: {endpoint: ""}
                              ^^ CLP3070
      `,
      site: NEWEST,
    }));

  test("does no harm where nothing is sent", () =>
    check({ config: 'telemetry: {disable: true, endpoint: ""}', site: NEWEST }));

  test("what is no URL is said", () =>
    check({
      config: `
        telemetry: {disable: false, endpoint: telemetry.example.com}
                                              ^^^^^^^^^^^^^^^^^^^^^ CLP4081
      `,
      site: NEWEST,
    }));

  test.each(["https://otel.example.com", "http://10.0.0.9:4318"])("%s reaches the collector", (url) => {
    const config = `telemetry: {disable: false, endpoint: "${url}"}\n`;
    const { environment } = deploy(config, { site: `${NEWEST}host: {home: /home/clp}\n` }).service(
      "otel-collector",
    );
    expect(environment?.["CLP_TELEMETRY_ENDPOINT"]).toBe(`\${CLP_TELEMETRY_ENDPOINT:-${url}}`);
  });
});

describe("E13: a list of bundled services from before there was a collector", () => {
  test("means a collector of somebody else's, which is said", () =>
    codes(
      {
        config: `bundled: [database, queue, redis, results_cache]\ntelemetry: {disable: false}\n`,
        site: NEWEST,
      },
      "CLP4035",
      "CLP4086",
    ));

  test("says nothing where the collector is written, or nothing is sent", () => {
    const old = "bundled: [database, queue, redis, results_cache]\n";
    check({ config: `${old}${OFF}`, site: NEWEST });
    codes({ config: `${old}telemetry: {disable: false}\notel_collector: {host: 10.0.0.9}\n`, site: NEWEST });
  });
});

test("E9: the collector's port is the config's to choose", () => {
  const config = "telemetry: {disable: false}\notel_collector: {port: 14318}\n";
  const { ports } = deploy(config, { site: `${NEWEST}host: {home: /home/clp}\n` }).service("otel-collector");
  expect(JSON.stringify(ports)).toContain("14318");
});

test("E12: without the internet, the collector's image comes from the site file's registry", () => {
  const site = `${NEWEST}host: {home: /home/clp}\nimages: {registry: registry.example.com}\n`;
  const { image } = deploy("telemetry: {disable: false}\n", { site }).service("otel-collector");
  expect(image).toMatch(/^registry\.example\.com\//);
});

test("E26: what would break the list of attributes is refused", () =>
  check({
    config: OFF,
    site: `
      clp_version: "0.13.0"
      host: {instance_id: "a,b"}
                          ^^^^^ CLP2050
    `,
  }));

describe("an endpoint is an address, and nothing that the collector puts something in the place of", () => {
  test.each(["${file:/etc/passwd}", "${env:HOME}", "${HOME}", "$$HOME", "$${HOME}", "a}${b}"])("%s", (path) =>
    expect(codesOf(`https://telemetry.example.com/${path}`)).toContain("CLP2960"),
  );

  // What the collector leaves as it is.
  test.each(["", "$HOME", "${HOME", "{HOME}$", "%24%7BHOME%7D"])("%j is taken", (path) =>
    expect(codesOf(`https://telemetry.example.com/${path}`)).toEqual([]),
  );

  function codesOf(endpoint: string): readonly string[] {
    const config = `telemetry: {disable: false, endpoint: ${JSON.stringify(endpoint)}}`;
    return findings({ config, site: NEWEST }).map(({ code }) => code);
  }
});
