/** What a plain scalar means, against PyYAML, with which CLP's own programs read the same files. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { plainMeaning } from "../../src/input/yaml/scalar.ts";
import { isPlain, scalarText } from "../input/scalar-texts.ts";
import { run } from "./programs/programs.ts";

const READ = `
import json, sys, yaml
def load(text):
    try: value = yaml.safe_load(text)
    except Exception: return ["error"]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))): return ["infinite"]
    return [type(value).__name__, value if isinstance(value, (int, float, str, type(None))) else str(value)]
json.dump([load(t) for t in json.load(sys.stdin)], sys.stdout)`;

test("PyYAML takes what is not called ambiguous for the same, and the rest for what is said", async () => {
  const texts = fc.sample(scalarText, { numRuns: 5000, seed: 7 }).filter(isPlain);
  const { code, stdout, stderr } = await run("python3", ["-c", READ], { input: JSON.stringify(texts) });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const read = JSON.parse(stdout) as readonly (readonly [string, unknown])[];
  for (const [index, text] of texts.entries()) {
    const [type, value] = read[index]!;
    const meaning = plainMeaning(text);
    const found = `${text}: ${type} ${value}`;
    if (meaning.kind === "ambiguous") {
      if (type === "int" || type === "float")
        expect(`${text}: ${type} ${Number(meaning.yaml11)}`).toBe(found);
      if (type === "str") expect(`${text}: ${meaning.yaml11}`).toBe(`${text}: a word`);
      continue;
    }
    if (meaning.kind === "null") expect(found).toBe(`${text}: NoneType null`);
    else if (meaning.kind === "string") expect(found).toBe(`${text}: str ${text}`);
    else expect(`${text}: ${meaning.value}`).toBe(`${text}: ${value}`);
  }
});
