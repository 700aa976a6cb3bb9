/** Trees of every shape, and strings that some reader of YAML takes for something else. */
import fc from "fast-check";
import { constant } from "../../src/base/origin.ts";
import { textOfLines } from "../../src/model/text.ts";
import { type Scalar, type Tree, tree } from "../../src/model/tree.ts";

const WHY = constant("a test");

/** What a reader of YAML 1.1 or 1.2 reads as a number, a truth value, a date, nothing, or not at all. */
const TREACHEROUS = [
  ...[
    "y",
    "n",
    "yes",
    "No",
    "ON",
    "off",
    "true",
    "False",
    "NULL",
    "null",
    "~",
    "",
    "nan",
    ".nan",
    ".inf",
    "-.inf",
  ],
  ...[
    "010",
    "0777",
    "08",
    "0o10",
    "0x1f",
    "0b11",
    "1e3",
    "1.5e3",
    "1_000",
    "12:30:45",
    "1:30",
    ".5",
    "5.",
    "+1",
    "-0",
  ],
  ...[
    "2024-01-01",
    "2024-01-01T00:00:00Z",
    "=",
    "<<",
    "-",
    "- a",
    "?",
    "? a",
    ":",
    "a:",
    "a: b",
    "#",
    "a #b",
    "a#b",
  ],
  ...[
    "&a",
    "*a",
    "!a",
    "!!str a",
    "|",
    ">",
    "|-",
    "%a",
    "@a",
    "`a",
    "[",
    "]",
    "{",
    "}",
    ",",
    "a, b",
    "---",
    "...",
    "--- a",
  ],
  ...[
    "'",
    '"',
    "\\",
    "a'b",
    'a"b',
    "\t",
    "a\tb",
    " a",
    "a ",
    "a\nb",
    "a\n",
    "\na",
    "a\r\nb",
    "\u0085",
    "\u2028",
    "\ufeff",
  ],
  ...[
    "\u0000",
    "\u001b",
    "\u007f",
    "\u00a0",
    "\ud83d\ude00",
    "\uffff",
    "世界",
    "$",
    "$$",
    "${A}",
    "$(A)",
    "0.9.0",
    "1.0",
  ],
];

export const textLeaf: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TREACHEROUS),
  fc.string({ unit: "binary", maxLength: 12 }).filter((one) => one.isWellFormed()),
  fc.string({ unit: fc.constantFrom(..."0123456789.:-+eExob_T Z~=yn#&*!|>'\"%@`[]{},"), maxLength: 8 }),
);

const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  textLeaf,
  textLeaf,
  fc.integer(),
  fc.constantFrom(0, 0.1, 1.5, 1e21, 1.5e-7, 2 ** 53, -1, 1_000_000),
  fc.boolean(),
  fc.constant(null),
);

/** A text of several lines, such as a file within a file. */
const block: fc.Arbitrary<Tree> = fc
  .array(fc.oneof(textLeaf, fc.constantFrom("key: value", "  indented", "", "# no comment", "---")), {
    minLength: 1,
    maxLength: 5,
  })
  .filter((lines) => lines.every((line) => !/[\r\n]/.test(line)))
  .map((lines) => ({
    kind: "block",
    content: textOfLines(lines.map((line) => ({ text: line, origins: [WHY] }))),
    origin: WHY,
  }));

/** Trees whose outermost node is a mapping, as in every document that is emitted. */
export const documentTree: fc.Arbitrary<Tree> = fc.letrec<{ node: Tree; map: Tree }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar.map((value) => tree(value, WHY)),
    block,
    fc.array(tie("node"), { maxLength: 4 }).map((items): Tree => ({ kind: "seq", items, origin: WHY })),
    tie("map"),
  ),
  map: fc
    .uniqueArray(fc.tuple(textLeaf, tie("node")), { maxLength: 4, selector: ([key]) => key })
    .map((entries): Tree => ({ kind: "map", entries, origin: WHY })),
})).map;
