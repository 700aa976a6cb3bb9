/** What a plan says of a path, in a comment on a pull request, is all of the path and nothing but it. */
import { expect, test } from "vitest";
import { code, plain } from "../../src/base/markdown-text.ts";
import { workspace } from "../cli/workspace.ts";
import * as compiler from "../compiler.ts";
import { marked } from "../marked.ts";

const PATHS = [
  "/data/a\\| [b](c) `d",
  "/data/``\\|e",
  "/data/www.example.com",
  "/data/$x$",
  "/data/<b>*c*</b>",
  "/data/|f",
] as const;

test.each(PATHS)("%s", async (path) => {
  const space = workspace({ compiler });
  space.write("etc/clp-config.yaml", "{}\n");
  expect((await space.run("--no-secrets", "--emit", "compose")).code).toBe(0);
  space.write("etc/clp-config.yaml", JSON.stringify({ archive_output: { storage: { directory: path } } }));
  const { out } = await space.run("plan", "--against", "out", "--no-secrets", "--format", "markdown");
  const html = marked.parse(out);
  expect(html).not.toMatch(/<(?:a|b|em|img) /);
  const rows = [...html.matchAll(/<td>archives<\/td>\s*<td>(.*)<\/td>/g)].map(([, cell]) => shown(cell!));
  expect(rows).toEqual([`./var/data/archives → ${path}: left behind`]);
});

/** The text that a reader sees. */
function shown(html: string): string {
  return html
    .replace(/<\/?code>/g, "")
    .replace(/&#(\d+);/g, (_, point) => String.fromCodePoint(Number(point)))
    .replace(/&(lt|gt|quot|amp);/g, (_, name) => ({ lt: "<", gt: ">", quot: '"', amp: "&" })[name as "lt"]);
}

test("a sentence has no link, no mention and no formula of others", () => {
  for (const text of ["see www.example.com", "http://example.com", "@org", "$\\x$", "[a](b)", "<img>"])
    expect(marked.parse(plain(text))).not.toMatch(/<(?:a|img)\b/);
  expect(plain("a\n# b $c$ (d)")).toBe("a \\# b \\$c\\$ \\(d\\)");
  expect(code("a|b")).toBe("<code>a&#124;b</code>");
});

test("what stands between letters is as it was, all else is no markup, and no run of it is looked at again and again", () => {
  expect(code("|a_b __c d__ _")).toBe("<code>&#124;a_b &#95;&#95;c d&#95;&#95; &#95;</code>");
  expect(code("|\u00e9_\u00e9 _\u00e9")).toBe("<code>&#124;\u00e9_\u00e9 &#95;\u00e9</code>");
  const long = `a${"_".repeat(1_000_000)}a`;
  expect(code(`|${long}`)).toBe(`<code>&#124;${long}</code>`);
  expect(code(`\u00e9|${long}`)).toBe(`<code>\u00e9&#124;${long}</code>`);
});
