/** The frames by which tests say where findings stand: a wrong place, a missing and a further finding fail. */
import { expect, test } from "vitest";
import { check } from "./input/check.ts";

const CONFIG = `
  webui: {port: 0}
                ^ CLP2004
  redis:
    prot: 1
    ^^^^ CLP2001
`;

test("carets stand below what a finding is about", () => {
  expect(check(CONFIG).config.redis!.port).toBe(1);
  check(
    { config: "webui: {port: 0}\n", site: "host: {uid: -1}" },
    `
    webui: {port: 0}
                  ^ CLP2004
    clp-site.yaml:
    host: {uid: -1}
                ^^ CLP2004
  `,
  );
});

test.each([
  ["one too many", CONFIG.replace("prot", "port")],
  ["one too few", CONFIG.replace("    ^^^^ CLP2001\n", "")],
  ["another code", CONFIG.replace("CLP2001", "CLP2002")],
  ["another place", CONFIG.replace("    ^^^^", "     ^^^")],
  ["another end", CONFIG.replace("^^^^", "^^^")],
])("%s", (_, config) => {
  expect(() => check(config)).toThrow("expected");
});

test.each([
  ["another line", "webui: {port: 1}\n              ^ CLP2004\n"],
  ["no frame", undefined],
  ["a frame too many", "webui: {port: 0}\n              ^ CLP2004\nwebui: {}\n^ CLP2001\n"],
])("%s", (_, frame) => {
  expect(() => check("webui: {port: 0}\n", ...(frame === undefined ? [] : [frame]))).toThrow("expected");
});
