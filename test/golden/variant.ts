/**
 * Files as their difference from a base, which is what a review is about: files that are missing by
 * name, all others as unified diffs with names as git has them.
 */
import { applyPatch, createTwoFilesPatch, FILE_HEADERS_ONLY, parsePatch } from "diff";

/** Texts by path. */
export type Files = ReadonlyMap<string, string>;

const NONE = "/dev/null";
const MISSING = "Missing: ";

/** Sorted by path, but for manifests, which differ where anything does and come last. */
function inOrder(paths: Iterable<string>): readonly string[] {
  const last = (path: string): number => (path.endsWith("manifest.json") ? 1 : 0);
  return [...new Set(paths)].sort((a, b) => last(a) - last(b) || (a < b ? -1 : 1));
}

/** What of `files` differs from `base`. */
export function differenceFrom(base: Files, files: Files): string {
  const paths = inOrder([...base.keys(), ...files.keys()]);
  const missing = paths.filter((path) => !files.has(path)).map((path) => `${MISSING}${path}\n`);
  const changed = paths.flatMap((path) => {
    const [old, now] = [base.get(path), files.get(path)];
    if (now === undefined || old === now) return [];
    const before = old === undefined ? NONE : path;
    return createTwoFilesPatch(before, path, old ?? "", now, undefined, undefined, {
      context: 2,
      headerOptions: FILE_HEADERS_ONLY,
    });
  });
  return [...missing, ...changed].join("");
}

/** The files that differ from `base` as a text of {@link differenceFrom} says. */
export function applyDifference(base: Files, text: string): Files {
  const files = new Map(base);
  const missing = text.match(/^(?:Missing: .*\n)*/)?.[0] ?? "";
  for (const line of missing.split("\n").filter((one) => one !== "")) {
    if (!files.delete(line.slice(MISSING.length))) throw new Error(`${line} is missing in the base, too`);
  }
  const changed = text.slice(missing.length);
  for (const patch of changed === "" ? [] : parsePatch(changed)) {
    const path = patch.newFileName!;
    const now = applyPatch(base.get(path) ?? "", patch);
    if (now === false) throw new Error(`the difference of ${path} is not one from the base`);
    files.set(path, now);
  }
  return files;
}
