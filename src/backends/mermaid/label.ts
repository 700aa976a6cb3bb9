/**
 * How Mermaid reads names and texts. A text that came from a config must neither end its label nor
 * be taken for a directive, a style, Markdown, HTML or a formula.
 */
import { isPrintableAscii } from "../../base/ascii.ts";
import { once } from "../../base/once.ts";

/** What does not stand for itself in a quoted label: all but words, blanks, some punctuation, and an `&` between blanks. */
const special = once(() => /[^\p{L}\p{N}\p{M} _.,:/()\u2192&-]|&(?! )/gu);

/** The same, of printable ASCII. */
const SPECIAL_ASCII = /[^A-Za-z0-9 _.,:/()&-]|&(?! )/g;

/**
 * Mermaid drops the last semicolon of a line that looks like a style with a colour, which would
 * break an entity there.
 */
const LOOKS_LIKE_STYLE = /(style|classDef)/gi;

/** At the start of a label these would begin a list of Markdown. */
const LIST_MARKER = /^(\s*)(?:([-+*])|(\d+)([.)]))(?=\s|$)/;

function entity(character: string): string {
  return `#${character.codePointAt(0)};`;
}

function escapeLine(line: string): string {
  const escaped = isPrintableAscii(line)
    ? line.replace(SPECIAL_ASCII, entity)
    : line.replace(special(), (character) => (/\p{Cc}|\p{Cs}/u.test(character) ? " " : entity(character)));
  return escaped
    .replace(LIST_MARKER, (_all, blanks: string, bullet?: string, digits?: string, dot?: string) =>
      bullet === undefined ? `${blanks}${digits}${entity(dot ?? "")}` : `${blanks}${entity(bullet)}`,
    )
    .replace(LOOKS_LIKE_STYLE, (word) => `${entity(word[0]!)}${word.slice(1)}`);
}

/** A quoted label of one or more lines. Characters that no label can show become blanks. */
export function label(...lines: readonly string[]): string {
  return `"${lines.map(escapeLine).join("<br/>")}"`;
}

/** Words of the grammar, which no name may begin with. */
const RESERVED =
  /^(?:end|graph|flowchart|subgraph|style|linkStyle|classDef|class|click|default|href|call|direction|interpolate|accTitle|accDescr|_self|_blank|_parent|_top)/i;

/** The id of a node: a component's, with underscores, as in the specification. */
export function nodeId(id: string): string {
  const plain = id.replace(/[^A-Za-z0-9]/g, "_");
  return RESERVED.test(plain) ? `c_${plain}` : plain;
}
