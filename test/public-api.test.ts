/** The public API is documented: each name of `mod.ts` says what it is, for editors and for the pages of a registry. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const SRC = join(import.meta.dirname, "../src");

interface PublicName {
  readonly name: string;
  readonly file: string;
}

/** The names that `mod.ts` exports, and where each is declared. */
function publicNames(): readonly PublicName[] {
  const text = readFileSync(join(SRC, "mod.ts"), "utf8");
  const named = [...text.matchAll(/^export (?:type )?\{([^}]*)\} from "\.\/([^"]+)";/gm)].flatMap(
    ([, names = "", file = ""]) =>
      names
        .split(",")
        .map((name) => name.replace(/^\s*(?:type )?| as .*$/g, "").trim())
        .filter((name) => name !== "")
        .map((name) => ({ name, file })),
  );
  const whole = [...text.matchAll(/^export \* from "\.\/([^"]+)";/gm)].flatMap(([, file = ""]) =>
    [...readFileSync(join(SRC, file), "utf8").matchAll(/^export \w+ (\w+)/gm)].map(([, name = ""]) => ({
      name,
      file,
    })),
  );
  return [...named, ...whole];
}

/** The text up to the declaration of a name, which may be passed on by the file that `mod.ts` names. */
function before({ name, file }: PublicName): string {
  const text = readFileSync(join(SRC, file), "utf8");
  const declared = new RegExp(
    `^export (?:async )?(?:function|const|interface|type|class) ${name}\\b`,
    "m",
  ).exec(text);
  if (declared === null) throw new Error(`${file} does not declare ${name}`);
  return text.slice(0, declared.index);
}

test("every name has a doc comment", () => {
  const names = publicNames();
  expect(names.length).toBeGreaterThan(60);
  // A comment that only opens the file speaks of the file.
  const undocumented = names
    .filter((one) => !/\*\/\n$/.test(before(one)))
    .map(({ name, file }) => `${file}: ${name}`);
  expect(undocumented).toEqual([]);
});
