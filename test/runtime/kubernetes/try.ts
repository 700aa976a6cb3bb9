/** Starts the inputs of `npm run try` on a node, and removes them as their page says. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isScalar, parseDocument } from "yaml";
import { whyNotOnOne } from "../deployment.ts";
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
    const told = forNode(node.path(join(HOME, "clp-site.yaml")));
    const compiled = await it.compile();
    if (compiled.code !== 0) return { well: false, report: compiled.stderr };
    const several = whyNotOnOne(node, join(HOME, "out"));
    if (several !== undefined) return { well: false, report: several };
    await it.surround();
    const prepared = await it.prepare();
    if (prepared.code !== 0) return { well: false, report: prepared.stderr };
    const { well, report } = await tried(it);
    return { well, report: [report, ...told].join("\n") };
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
 * nowhere else are not pulled, relative paths lead somewhere, and no pod asks for another node than the one that
 * there is. Gives what a person has to know of it.
 */
function forNode(site: string): readonly string[] {
  const document = parseDocument(existsSync(site) ? readFileSync(site, "utf8") : "{}");
  const { contents } = document;
  const isEmpty = contents === null || (isScalar(contents) && contents.value === null);
  // What the compiler refuses is left to it.
  if (document.errors.length > 0 || !(isEmpty || isMap(contents))) return [];
  for (const section of ["host", "kubernetes"]) {
    const value = document.get(section) ?? {};
    if (value instanceof Object && !isMap(value)) document.set(section, document.createNode({}));
    else if (!isMap(value)) return [];
  }
  if ((document.getIn(["host", "clp_home"]) ?? null) === null)
    document.setIn(["host", "clp_home"], join(HOME, "clp"));
  if (document.getIn(["kubernetes", "image_pull_policy"]) === "Always") {
    document.setIn(["kubernetes", "image_pull_policy"], "Never");
  }
  const told = document.deleteIn(["kubernetes", "scheduling"])
    ? ["kubernetes.scheduling was left out: there is one node."]
    : [];
  writeFileSync(site, String(document));
  return told;
}
