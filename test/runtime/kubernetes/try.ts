/** Starts the inputs of `npm run try` on a node, and removes them as their page says. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isScalar, parseDocument } from "yaml";
import type { Target } from "../try.ts";
import { startNode } from "./node.ts";
import { expectRemoval, type Release, releaseIn, table } from "./release.ts";
import { leaks } from "./sound.ts";

// CLP takes no directory of its own below /srv.
const HOME = "/home/clp-compile-try";

export const onKubernetes: Target = async (folder) => {
  const node = await startNode();
  try {
    const it = releaseIn(node, HOME);
    mkdirSync(node.path(HOME), { recursive: true });
    cpSync(folder, node.path(HOME), { recursive: true });
    forNode(node.path(join(HOME, "clp-site.yaml")));
    const compiled = await it.compile();
    if (compiled.code !== 0) return { well: false, report: compiled.stderr };
    await it.surround();
    const prepared = await it.prepare();
    if (prepared.code !== 0) return { well: false, report: prepared.stderr };
    return await tried(it);
  } finally {
    await node.stop();
  }
};

async function tried(it: Release): ReturnType<Target> {
  const lines: string[] = [];
  try {
    const ready = stopwatch();
    await it.apply();
    const workloads = await it.settle();
    lines.push(await table(workloads), "", `Ready ${ready()} after it was applied.`);
    const seen = await leaks(it);
    lines.push(...seen);
    const removed = stopwatch();
    await expectRemoval(it);
    lines.push(`Removed in ${removed()}, and nothing is left.`);
    return { well: seen.length === 0, report: lines.join("\n") };
  } catch (problem) {
    return { well: false, report: [...lines, (problem as Error).message].join("\n") };
  }
}

function stopwatch(): () => string {
  const started = performance.now();
  return () => `${Math.round((performance.now() - started) / 1000)} s`;
}

/**
 * What only a node of this machine needs of a site file, in the copy that is tried: images that are here and
 * nowhere else are not pulled, and relative paths lead somewhere.
 */
function forNode(site: string): void {
  const document = parseDocument(existsSync(site) ? readFileSync(site, "utf8") : "{}");
  const { contents } = document;
  const isEmpty = contents === null || (isScalar(contents) && contents.value === null);
  // What the compiler refuses is left to it.
  if (document.errors.length > 0 || !(isEmpty || isMap(contents))) return;
  for (const section of ["host", "kubernetes"]) {
    const value = document.get(section) ?? {};
    if (value instanceof Object && !isMap(value)) document.set(section, document.createNode({}));
    else if (!isMap(value)) return;
  }
  if ((document.getIn(["host", "clp_home"]) ?? null) === null)
    document.setIn(["host", "clp_home"], join(HOME, "clp"));
  if (document.getIn(["kubernetes", "image_pull_policy"]) === "Always") {
    document.setIn(["kubernetes", "image_pull_policy"], "Never");
  }
  writeFileSync(site, String(document));
}
