/**
 * From text to a document: a tree of our own nodes with the places where they stand. The `yaml`
 * package finds the structure (YAML 1.2, every scalar a string); the rest is decided here.
 */
import { Composer, type CST, type ParsedNode } from "yaml";
import type { Reporter } from "../../base/diagnostic.ts";
import type { LayerId } from "../../base/origin.ts";
import type { DecodedText } from "./decode.ts";
import type { DocumentNode, MapNode, ReadDocument } from "./node.ts";
import { convertDocument } from "./nodes.ts";
import { type ScannedText, scanText } from "./scan.ts";
import { findFlowMarks, findLostQuote, findSurrogates } from "./strict-strings.ts";
import type { StructureError } from "./structure-error.ts";
import { type Damage, reportSyntax } from "./syntax.ts";
import { findTabs, findWideBlanks } from "./wrong-blanks.ts";

const NOTHING: ReadDocument = { root: undefined, whole: false, comments: [] };

/**
 * Reads a document. Reports `CLP1003` to `CLP1018`, and `CLP1020` to `CLP1023`. An empty file is an
 * empty mapping. No message quotes the text but known keys: what cannot be read may be a secret.
 */
export function readDocument(decoded: DecodedText, file: LayerId, reporter: Reporter): ReadDocument {
  if (!decoded.readable) return NOTHING;
  const scanned = scanText(decoded.text, file, reporter);
  if (scanned === undefined) return NOTHING;
  const { text, tokens, comments, templates } = scanned;
  const [first, second] = compose(tokens, text.length);
  const damage = reportSyntax(errorsOf(first!, scanned), tokens, text, file, reporter);
  if (second !== undefined) reportSecondDocument(text, first!, second, file, reporter);
  const whole = damage.from === undefined && second === undefined;

  const contents = first!.contents as ParsedNode | null | undefined;
  if (contents === null || contents === undefined) {
    return { root: emptyMap(file, text, !whole), whole, comments };
  }
  const damagedAt = [...decoded.illegal, ...damage.scalars, ...templates];
  const root = convertDocument(contents, { file, text, reporter }, damagedAt);
  if (root === undefined) return { ...NOTHING, comments };
  if (root.kind === "map") {
    return { root: damage.from === undefined ? root : readablePart(root, damage.from), whole, comments };
  }
  if (root.kind === "scalar" && root.meaning.kind === "null") {
    return { root: emptyMap(file, text, !whole), whole, comments };
  }
  if (root.damaged !== true) reportNoMapping(root, damage, reporter);
  return { root: undefined, whole, comments };
}

/** What `yaml` finds wrong with the structure, and what it takes and CLP's reader does not. */
function errorsOf(document: YamlDocument, { text, tokens }: ScannedText): readonly StructureError[] {
  const directives = document.warnings.filter(({ code }) => code === "BAD_DIRECTIVE");
  return [
    ...[...document.errors, ...directives].map(({ code, message, pos: [start, end] }) => ({
      code,
      message,
      start,
      end,
    })),
    ...findTabs(text, tokens),
    ...findWideBlanks(text, tokens),
    ...findSurrogates(text, tokens),
    ...findLostQuote(text, tokens),
    ...findFlowMarks(text, tokens),
  ];
}

function reportNoMapping(root: DocumentNode, damage: Damage, reporter: Reporter): void {
  if (damage.from !== undefined) return;
  const what = root.kind === "seq" ? "a list" : "a single value";
  reporter.report(
    "CLP1013",
    root.span,
    `Cannot use ${what} as the whole file: expected a mapping of keys to values`,
    {
      help:
        root.kind === "scalar" && /^[\w.-]+:\S/.test(root.text)
          ? "Write a space after the colon of a key"
          : "Write `key: value` lines",
    },
  );
}

/** Only the entries of the outermost mapping that lie before a mistake in its structure are judged. */
function readablePart(root: MapNode, from: number): MapNode {
  // The last of these holds the mistake, or stands directly before it.
  const before = root.entries.filter((entry) => entry.keySpan.start <= from).slice(0, -1);
  const last = before.at(-1);
  // What could not be read was to stand below a key without a value.
  const entries =
    last !== undefined && isEmpty(last.value)
      ? [...before.slice(0, -1), { ...last, value: { ...last.value, damaged: true } }]
      : before;
  return { ...root, entries, incomplete: true };
}

function isEmpty(value: DocumentNode): boolean {
  return value.kind === "scalar" && value.style === "plain" && value.text === "";
}

function emptyMap(file: LayerId, text: string, incomplete: boolean): MapNode {
  return {
    kind: "map",
    span: { file, start: 0, end: Math.min(1, text.length) },
    flow: false,
    entries: [],
    incomplete,
  };
}

function compose(tokens: readonly CST.Token[], end: number) {
  const composer = new Composer({
    schema: "failsafe",
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    version: "1.2",
    logLevel: "silent",
  });
  // `yaml` makes an Error of each finding; of a hundred thousand, the stack traces would take seconds.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return [...composer.compose(tokens, true, end)];
  } finally {
    Error.stackTraceLimit = limit;
  }
}

type YamlDocument = ReturnType<typeof compose>[number];

function reportSecondDocument(
  text: string,
  first: YamlDocument,
  second: YamlDocument,
  file: LayerId,
  reporter: Reporter,
): void {
  const from = first.range[2];
  const marker = text.slice(from, second.range[1]).match(/^---/m);
  const start = marker?.index === undefined ? second.range[0] : from + marker.index;
  reporter.report(
    "CLP1005",
    { file, start, end: Math.min(start + 3, text.length) },
    "Cannot read a second document: an input is one",
    {
      label: "it begins here",
      help:
        marker === null
          ? "Put each document into a file of its own, or remove what stands below the ..."
          : "Put each document into a file of its own, or remove the ---",
    },
  );
}
