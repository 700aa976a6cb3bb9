/**
 * The container recipe. No engine is at hand where these tests run, so it is linted, and its instructions
 * are carried out in a folder that stands for the container's root.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { validate } from "dockerfile-utils";
import { expect, onTestFinished, test } from "vitest";
import { ROOT } from "./repository.ts";

const TEXT = readFileSync(join(ROOT, "Dockerfile"), "utf8");

interface Instruction {
  readonly name: string;
  readonly words: string;
}

const INSTRUCTIONS: readonly Instruction[] = TEXT.replace(/^#.*\n/gm, "")
  .replace(/\\\n/g, " ")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => {
    const [name = "", ...words] = line.split(" ");
    return { name, words: words.join(" ") };
  });

test("the recipe has no finding", () => {
  expect(validate(TEXT)).toEqual([]);
});

test("what is copied from here is let in by .dockerignore, and nothing else is", () => {
  const allowed = readFileSync(join(ROOT, ".dockerignore"), "utf8")
    .trim()
    .split("\n")
    .filter((line) => line !== "*")
    .map((line) => line.slice(1));
  const copied = INSTRUCTIONS.filter(({ name, words }) => name === "COPY" && !words.startsWith("--from"))
    .flatMap(({ words }) => words.split(" ").slice(0, -1))
    .map((path) => path.replace(/^\.\//, ""));
  expect([...new Set(copied)].sort()).toEqual([...allowed].sort());
});

test("its instructions make a program that runs by itself", () => {
  const scratch = mkdtempSync(join(tmpdir(), "clp-compile-container-"));
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
  let stage = "";
  let workdir = "/";
  const inStage = (path: string, of = stage): string => join(scratch, of, path);
  const env = () => ({
    ...process.env,
    PATH: [inStage("/usr/local/bin"), process.env["PATH"]].join(delimiter),
  });
  for (const { name, words } of INSTRUCTIONS) {
    if (name === "FROM") {
      stage = / AS (\w+)$/.exec(words)?.[1] ?? "final";
      workdir = "/";
      mkdirSync(inStage("/usr/local/bin"), { recursive: true });
    } else if (name === "WORKDIR") {
      workdir = words;
      mkdirSync(inStage(workdir), { recursive: true });
    } else if (name === "COPY") {
      const [, from, rest = ""] = /^(?:--from=(\w+) )?(.*)$/.exec(words)!;
      const paths = rest.split(" ");
      const to = paths.pop()!;
      for (const path of paths) {
        const source = from === undefined ? join(ROOT, path) : inStage(path, from);
        const folder = paths.length > 1 || to.endsWith("/");
        const target = inStage(join(to.startsWith("/") ? "" : workdir, to, folder ? path : ""));
        mkdirSync(dirname(target), { recursive: true });
        cpSync(source, target, { recursive: true });
      }
    } else if (name === "RUN") {
      // The paths of the container's root are those of the folder that stands for it.
      if (words.startsWith("npm ci")) {
        // Hundreds of packages: that they can be installed is asked, and those that are here are taken.
        execFileSync("npm", [...words.split(" ").slice(1), "--dry-run"], {
          cwd: inStage(workdir),
          env: env(),
          stdio: "pipe",
        });
        symlinkSync(join(ROOT, "node_modules"), inStage(join(workdir, "node_modules")));
        continue;
      }
      const command = words.replace(/(?<=^| )(?=\/(?:opt|usr)\/)/g, inStage("/").replace(/\/$/, ""));
      execFileSync("sh", ["-ec", command], { cwd: inStage(workdir), env: env(), stdio: "pipe" });
    }
  }

  const fixture = join(ROOT, "fixtures/ok/02-base");
  cpSync(fixture, inStage("/work"), { recursive: true });
  const args = ["--config", "clp-config.yaml", "--no-secrets", "--emit", "compose"];
  execFileSync("clp-compile", args, { cwd: inStage("/work"), env: env(), stdio: "pipe" });
  expect(readFileSync(inStage("/work/out/compose/docker-compose.yaml"), "utf8")).toContain("services:");
});
