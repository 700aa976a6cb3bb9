/** What a run says besides its result: --quiet, --color, and remarks about work that takes long. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { print } from "../../src/base/printable.ts";
import type { Host } from "../../src/cli/host.ts";
import { remark, whileTelling } from "../../src/cli/remark.ts";
import { COMPILER_VERSION } from "../../src/version.ts";
import { workspace } from "./workspace.ts";

const FILES = { "compose/docker-compose.yaml": "services: {}\n" };

const ERROR = { code: "CLP2001", severity: "error", message: "Unknown key" } as const;
const WARNING = { code: "CLP4030", severity: "warning", message: "Published widely" } as const;
const NOTE = { code: "CLP5202", severity: "note", message: "Something to know" } as const;

describe("--quiet", () => {
  test.each(["-q", "--quiet"])("%s leaves results and errors alone", async (flag) => {
    const space = workspace();
    space.config({ files: FILES, findings: [WARNING, NOTE] });
    expect((await space.run("--no-secrets")).err).toContain("warning[CLP4030]");
    expect(await space.run("--no-secrets", flag)).toEqual({ code: 0, out: "", err: "" });
    expect(await space.run("check", "--no-secrets", flag)).toEqual({ code: 0, out: "", err: "" });
    expect((await space.run("--no-secrets", "--dry-run", flag)).out).toContain("compose/docker-compose.yaml");
  });

  test("says what is wrong all the same", async () => {
    const space = workspace();
    space.config({ files: FILES, findings: [ERROR, WARNING] });
    const { code, err } = await space.run("--no-secrets", "-q");
    expect(code).toBe(1);
    expect(err).toContain("error[CLP2001]");
    expect(err).not.toContain("CLP4030");
    space.config({ files: FILES, findings: [WARNING] });
    expect((await space.run("--no-secrets", "-q", "--strict")).err).toContain("error[CLP4030]");
  });

  test("is not for programs, whose reports stay whole", async () => {
    const space = workspace();
    space.config({ files: FILES, findings: [WARNING] });
    const { err } = await space.run("--no-secrets", "-q", "--diagnostics", "json");
    expect(JSON.parse(err)).toMatchObject({ diagnostics: [{ code: "CLP4030" }] });
  });
});

describe("--color", () => {
  test("always and never count, whatever the terminal is", async () => {
    const space = workspace();
    space.config({ files: FILES, findings: [WARNING] });
    expect((await space.run("--no-secrets", "--color", "always")).err).toContain("\u001b[");
    for (const when of ["auto", "never"])
      expect((await space.run("--no-secrets", "--color", when)).err).not.toContain("\u001b[");
    expect((await space.run("--color", "yes")).code).toBe(2);
  });
});

test("-V is the version", async () => {
  expect(await workspace().run("-V")).toEqual({ code: 0, out: `${COMPILER_VERSION}\n`, err: "" });
});

describe("work that takes long", () => {
  afterEach(() => void vi.useRealTimers());
  const LOOK = { diagnostics: "pretty", quiet: false } as const;

  function terminal(width: number | undefined): { readonly host: Host; readonly said: string[] } {
    const said: string[] = [];
    const host = {
      err: (text: string) => said.push(text) > 0,
      terminal: async () => ({ color: false, width }),
    } as unknown as Host;
    return { host, said };
  }

  /** What is said of work that takes so many milliseconds. */
  async function saidOf(milliseconds: number, look: Parameters<typeof remark>[1], width?: number) {
    vi.useFakeTimers();
    const { host, said } = terminal(width);
    const done = whileTelling("drawing 2 pictures", look, host, async () => {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      remark(print`done\n`, look, host);
      return 7;
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await done).toBe(7);
    return said;
  }

  test("is named on a terminal, once it has taken two seconds", async () => {
    expect(await saidOf(3000, LOOK, 80)).toEqual([
      "clp-compile: drawing 2 pictures, which takes a while\n",
      "done\n",
    ]);
    expect(await saidOf(1000, LOOK, 80)).toEqual(["done\n"]);
  });

  test("is not named where nobody looks, or wants to know", async () => {
    expect(await saidOf(3000, LOOK)).toEqual(["done\n"]);
    expect(await saidOf(3000, { ...LOOK, quiet: true }, 80)).toEqual([]);
    expect(await saidOf(3000, { ...LOOK, diagnostics: "json" }, 80)).toEqual([]);
  });
});
