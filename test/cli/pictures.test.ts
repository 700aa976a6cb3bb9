/** Pictures as far as no browser is needed: what is looked for, what is said without it, which files are replaced. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { FORBIDDEN } from "../../src/cli/host.ts";
import { outputFolder } from "../../src/cli/output/output-folder.ts";
import { picturePath, writePictures } from "../../src/cli/pictures/picture-files.ts";
import {
  findBrowser,
  type Picture,
  PictureError,
  type PictureHost,
} from "../../src/cli/pictures/pictures.ts";
import { type Workspace, type WorkspaceOptions, workspace } from "./workspace.ts";

function program(space: Workspace, name: string, mode = 0o755): void {
  mkdirSync(dirname(space.path(name)), { recursive: true });
  writeFileSync(space.path(name), "#!/bin/sh\n");
  chmodSync(space.path(name), mode);
}

function hostOf(space: Workspace, variables: Readonly<Record<string, string>>): PictureHost {
  return { directory: space.directory, uid: 1000, variable: (name) => variables[name] };
}

describe("the browser", () => {
  test("is the first known one on the PATH; Chromium before Chrome", () => {
    const space = workspace();
    program(space, "a/google-chrome");
    program(space, "b/chromium");
    const PATH = ["a", "none", "b"].map(space.path).join(delimiter);
    expect(findBrowser(hostOf(space, { PATH }))).toBe(space.path("b/chromium"));
  });

  test("may be named, also from the working directory", () => {
    const space = workspace();
    program(space, "bin/chromium");
    program(space, "my/browser");
    const PATH = space.path("bin");
    expect(findBrowser(hostOf(space, { PATH, PUPPETEER_EXECUTABLE_PATH: "my/browser" }))).toBe(
      space.path("my/browser"),
    );
    expect(findBrowser(hostOf(space, { PATH, PUPPETEER_EXECUTABLE_PATH: "" }))).toBe(
      space.path("bin/chromium"),
    );
  });

  test("what cannot be run is none", () => {
    const space = workspace();
    program(space, "bin/chromium", 0o644);
    mkdirSync(space.path("bin/google-chrome"));
    expect(() => findBrowser(hostOf(space, { PATH: space.path("bin") }))).toThrow(PictureError);
    const named = hostOf(space, { PUPPETEER_EXECUTABLE_PATH: "bin/chromium" });
    expect(() => findBrowser(named)).toThrow(
      'PUPPETEER_EXECUTABLE_PATH names "bin/chromium", which is no program',
    );
  });
});

describe("diagram --format", () => {
  const MERMAID = "flowchart LR\n  webui --> database\n";
  const space = (options: WorkspaceOptions = {}): Workspace => {
    const made = workspace(options);
    made.config({ files: { "diagram/deployment.mmd": MERMAID } });
    return made;
  };

  test("without a browser names the package to install", async () => {
    const { code, err, out } = await space({ variables: { PATH: "/nowhere" } }).run(
      "diagram",
      "--format",
      "svg",
    );
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("error[CLP6501]: Cannot find Chromium");
    expect(err).toContain("Install the package chromium");
  });

  test("under a runtime that may not look says which permission it lacks", async () => {
    const variables = { PUPPETEER_EXECUTABLE_PATH: FORBIDDEN } as const;
    const { code, err } = await space({ variables }).run("diagram", "--format", "png");
    expect(code).toBe(1);
    expect(err).toContain("--allow-env=PUPPETEER_EXECUTABLE_PATH");
  });

  test("still prints the text where mmd is asked for too", async () => {
    const { out } = await space({ variables: { PATH: "" } }).run("diagram", "--format", "mmd,svg");
    expect(out).toBe(MERMAID);
  });

  test("--dry-run says what would be drawn", async () => {
    const made = space();
    const { code, err } = await made.run("diagram", "--format", "svg,png", "--dry-run", "--out", "o");
    expect([code, err]).toEqual([
      0,
      "o/diagram/deployment.svg: would be drawn\no/diagram/deployment-dark.svg: would be drawn\n" +
        "o/diagram/deployment.png: would be drawn\no/diagram/deployment-dark.png: would be drawn\n",
    ]);
    expect((await made.run("diagram", "--all", "--format", "svg", "--dry-run")).err).toContain("package.svg");
  });

  test("cannot go into a document", async () => {
    const { code, err } = await space().run("diagram", "--format", "svg", "--update", "README.md");
    expect(code).toBe(2);
    expect(err).toContain("--update and --format contradict each other");
  });
});

describe("files", () => {
  const SVG: Picture = { format: "svg", theme: "light", data: new TextEncoder().encode("<svg/>\n") };
  /** A signature and a header of 25 bytes; the rest does not matter here. */
  const PNG: Picture = { format: "png", theme: "dark", data: new Uint8Array(60).fill(7) };
  const write = (space: Workspace, ...pictures: readonly Picture[]) => {
    const outcome = writePictures(outputFolder("out", space.path("out")), "deployment", pictures);
    return outcome.kind === "written"
      ? outcome.steps.map(({ kind, path }) => `${kind} ${path}`)
      : outcome.findings.map(({ code, message }) => `${code} ${message}`);
  };

  const filesOf = (space: Workspace): readonly string[] =>
    Object.keys(space.tree("out"))
      .filter((path) => !path.endsWith("/"))
      .sort();

  test("are named after what they show, and for which page", () => {
    expect(picturePath("package", { format: "png", theme: "dark" })).toBe("diagram/package-dark.png");
  });

  test("are created, kept and replaced, and nothing else is left", () => {
    const space = workspace();
    expect(write(space, SVG, PNG)).toEqual([
      "create diagram/deployment.svg",
      "create diagram/deployment-dark.png",
    ]);
    expect(write(space, SVG)).toEqual(["keep diagram/deployment.svg"]);
    expect(write(space, { ...SVG, data: new TextEncoder().encode("<svg>2</svg>\n") })).toEqual([
      "update diagram/deployment.svg",
    ]);
    expect(filesOf(space)).toEqual(["diagram/deployment-dark.png", "diagram/deployment.svg"]);
  });

  test("an SVG stays one document, a PNG gets a chunk with a right checksum", () => {
    const space = workspace();
    write(space, SVG, PNG);
    expect(space.read("out/diagram/deployment.svg")).toBe("<svg/>\n<!-- Made by clp-compile -->\n");
    const png = readFileSync(space.path("out/diagram/deployment-dark.png"));
    const chunk = png.subarray(33, 33 + 12 + 20);
    expect(chunk.subarray(4, 28).toString("latin1")).toBe("tEXtSoftware\0clp-compile");
    // As zlib counts it.
    expect(chunk.readUInt32BE(28)).toBe(0x144f4973);
    expect(png.length).toBe(60 + 32);
  });

  test("of somebody else are left alone, and then nothing is written", () => {
    const space = workspace();
    space.write("out/diagram/deployment.svg", "<svg/>");
    expect(write(space, PNG, SVG)).toEqual([
      "CLP6201 out/diagram/deployment.svg is not a picture of clp-compile",
    ]);
    expect(filesOf(space)).toEqual(["diagram/deployment.svg"]);
  });

  test("what a killed run left is removed, and nothing else", () => {
    const space = workspace();
    space.write("out/diagram/.clp-compile-deployment.svg.tmp", "half");
    space.write("out/diagram/.clp-compile-0123456789abcdef-1.tmp", "half");
    space.write("out/diagram/.clp-compile-x.tmp", "somebody's");
    expect(write(space, SVG)).toEqual(["create diagram/deployment.svg"]);
    expect(filesOf(space)).toEqual(["diagram/.clp-compile-x.tmp", "diagram/deployment.svg"]);
  });

  test("links are not followed", () => {
    const space = workspace();
    space.write("elsewhere/deployment.svg", "<svg/>\n<!-- Made by clp-compile -->\n");
    space.link("out/diagram", "../elsewhere");
    expect(write(space, SVG)).toEqual(["CLP6202 out/diagram is a symbolic link"]);
  });

  test("a directory in the way is said to be one", () => {
    const space = workspace();
    mkdirSync(space.path("out/diagram/deployment.svg"), { recursive: true });
    expect(write(space, SVG)).toEqual(["CLP6203 Cannot write out/diagram/deployment.svg: it is a directory"]);
  });
});
