/** A line of an emitted file or of an input. */
import { formatPath, type Origin } from "../base/origin.ts";
import { nearAll } from "../base/suggest.ts";
import { explainLeaf, explainSection, shown } from "./explain-key.ts";
import { type Answer, type Asked, because } from "./explanation.ts";
import { readInputLine } from "./input-line.ts";

const PLACE = /^(?<file>.+?):(?<line>\d+)(?::\d+)?$/;

export function explainLine(asked: Asked, what: string): Answer | undefined {
  const groups = PLACE.exec(what)?.groups;
  if (groups === undefined) return undefined;
  const { files, secretPaths } = asked.compilation;
  const path = groups["file"]!;
  const number = Number(groups["line"]);
  const file = files.find((one) => one.path === path);
  if (file === undefined) {
    const input = explainInputLine(asked, path, number);
    if (input !== undefined) return input;
    if (secretPaths.some((one) => one.path === path)) {
      return {
        kind: "unknown",
        message: `Cannot explain a line of ${path}: it holds secrets, and no credentials were given`,
        help: "Give credentials, or ask about a public file, such as compose/.env.example",
      };
    }
    const near = nearAll(
      path,
      files.map((one) => one.path),
    )[0];
    return {
      kind: "unknown",
      message: `Cannot explain "${what}": no file ${path} is emitted`,
      ...(near === undefined ? {} : { help: `Did you mean ${near}:${number}?` }),
    };
  }
  const origins = file.origins[number - 1];
  if (origins === undefined) {
    return {
      kind: "unknown",
      message: `Cannot explain line ${number} of ${path}: it has ${file.origins.length} lines`,
    };
  }
  const text = asked.secrecy.textOf(file, number);
  // What only belongs to the package leads to no other line that could be of interest.
  const telling = origins.filter((origin) => !isFact(origin));
  const reasons = because(asked, origins);
  const components = file.components?.[number - 1] ?? [];
  return {
    kind: "explained",
    explanation: {
      kind: "line",
      name: `${path}:${number}`,
      title: "",
      ...(text === undefined ? {} : { value: text.trim() }),
      secret: text === undefined,
      ...reasons,
      reaches: telling.length > 0 ? asked.index.linesFrom(telling) : [{ file: path, line: number }],
      facts: components.length === 0 ? [] : [["About", components.join(", ")]],
      notes: [],
    },
  };
}

/** A line of an input: of one key its explanation, of several what they reach together. */
function explainInputLine(asked: Asked, name: string, number: number): Answer | undefined {
  const source = Object.values(asked.compilation.texts).find((one) => one?.name === name);
  if (source === undefined) return undefined;
  const line = readInputLine(source, number, asked.keys);
  if (line.kind === "nothing") {
    const { reason, help } = line;
    const message = `Cannot explain line ${number} of ${name}: ${reason}`;
    return { kind: "unknown", message, ...(help === undefined ? {} : { help }) };
  }
  const { keys } = line;
  if (keys.length === 1) {
    const key = keys[0]!;
    const explanation = key.section ? explainSection(asked, key, []) : explainLeaf(asked, key, []);
    return { kind: "explained", explanation };
  }
  return {
    kind: "explained",
    explanation: {
      kind: "key",
      name: `${name}:${number}`,
      title: `a line with ${keys.length} keys`,
      secret: false,
      ...because(
        asked,
        keys.flatMap(({ origin }) => origin ?? []),
      ),
      facts: keys.map((key) => [formatPath(key.path), shown(key)]),
      notes: [],
    },
  };
}

function isFact(origin: Origin): boolean {
  return origin.kind === "constant" || (origin.kind === "derived" && origin.from.every(isFact));
}
