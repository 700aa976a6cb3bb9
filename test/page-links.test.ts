/** The pages lead to each other: what a link names is there, and so is the heading behind its `#`. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { anchor } from "../scripts/diagnostics-page.ts";

const ROOT = join(import.meta.dirname, "..");

const PAGES = [
  ...readdirSync(ROOT),
  ...["ci", "docs", "examples", "src", "test"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  ),
].filter((path) => path.endsWith(".md"));

/** What is no code: an example may have anything. */
function proseOf(page: string): string {
  return readFileSync(page, "utf8").replace(/^( *`{3,}).*\n[\s\S]*?^\1/gm, "");
}

/** The headings of a page, and what else has a name in it. */
function anchorsOf(page: string): ReadonlySet<string> {
  const prose = proseOf(page);
  const headings = [...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchor(heading!));
  const named = [...prose.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
  return new Set([...headings, ...named]);
}

test.each(PAGES)("each link of %s leads somewhere", (page) => {
  const lost = [...proseOf(join(ROOT, page)).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    const [path = "", heading] = link.split("#");
    const target = path === "" ? join(ROOT, page) : join(ROOT, dirname(page), path);
    if (/^[a-z]+:/.test(link)) return [];
    if (!existsSync(target)) return [link];
    return heading === undefined || !target.endsWith(".md") || anchorsOf(target).has(heading) ? [] : [link];
  });
  expect(lost).toEqual([]);
});
