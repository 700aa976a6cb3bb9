/** What a file's lines come from is found out when it is asked for, and no sooner; copies and JSON have it too. */
import { expect, test } from "vitest";
import { constant } from "../../src/base/origin.ts";
import { type EmittedFile, emittedFile } from "../../src/model/emitted-file.ts";
import { joinTexts, type Reason, type Text, textOfLines } from "../../src/model/text.ts";
import type { ComponentId } from "../../src/model/value.ts";

const FACT = constant("a fact");
const REDUCER = "reducer" as ComponentId;

/** A file of two lines, of which the first is about a component; `asked` counts how often its reasons are made. */
function counted(): { readonly file: EmittedFile; readonly asked: () => number } {
  let asked = 0;
  const text: Text = {
    text: "one\ntwo\n",
    reasons(): readonly Reason[] {
      asked += 1;
      return [{ origins: [FACT], components: [REDUCER] }, { origins: [FACT] }];
    },
  };
  return { file: emittedFile("docs/a.md", "public", text), asked: () => asked };
}

test("reasons are made once, when they are asked for", () => {
  const { file, asked } = counted();
  expect(file.text).toBe("one\ntwo\n");
  expect(asked()).toBe(0);
  expect(file.origins).toEqual([[FACT], [FACT]]);
  expect(file.components).toEqual([[REDUCER], []]);
  expect(file.origins).toBe(file.origins);
  expect(asked()).toBe(1);
});

test("a copy, a clone and JSON have the reasons, too", () => {
  const whole = {
    path: "docs/a.md",
    access: "public",
    mode: 0o644,
    text: "one\ntwo\n",
    origins: [[FACT], [FACT]],
    components: [[REDUCER], []],
  };
  expect({ ...counted().file }).toEqual(whole);
  expect(structuredClone(counted().file)).toEqual(whole);
  expect(JSON.parse(JSON.stringify(counted().file))).toEqual(whole);
});

test("where no line is about a component, JSON names none", () => {
  const file = emittedFile("compose/.env", "secret", textOfLines([{ text: "A=1", origins: [FACT] }]));
  expect(file.components).toBeUndefined();
  expect(file.mode).toBe(0o600);
  expect(JSON.parse(JSON.stringify(file))).not.toHaveProperty("components");
});

test("texts that are joined keep the reasons of their lines", () => {
  const other = constant("another");
  const joined = joinTexts(
    textOfLines([{ text: "a", origins: [FACT] }]),
    textOfLines([]),
    textOfLines([{ text: "b", origins: [other] }]),
  );
  expect(joined.text).toBe("a\nb\n");
  expect(joined.reasons().map(({ origins }) => origins)).toEqual([[FACT], [other]]);
});
