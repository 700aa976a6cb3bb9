/** Where strings, blocks of text and brackets stand in a text whose structure may be wrong. */
import type { CST } from "yaml";
import { memoize } from "../../base/memoize.ts";

/** Quoted strings and bracketed collections, in the order of the text. */
export interface Landmarks {
  readonly quoted: readonly {
    readonly start: number;
    readonly end: number;
    readonly quote: string;
    readonly closed: boolean;
    readonly lines: boolean;
  }[];
  readonly open: readonly { readonly start: number; readonly bracket: string }[];
  /** Blocks of text, without their headers. */
  readonly blocks: readonly { readonly start: number; readonly end: number; readonly header: string }[];
  /** Strings without quotes between brackets; `colon` where one that is a key has its colon. */
  readonly plain: readonly { readonly start: number; readonly end: number; readonly colon?: number }[];
  /** Where tabs are text or separate: strings, blocks of text, brackets. */
  readonly within: readonly { readonly start: number; readonly end: number; readonly bracket?: true }[];
}

/** Looked for once, though several ask. */
export const findLandmarks = memoize((tokens: readonly CST.Token[]): Landmarks => {
  const quoted: Landmarks["quoted"][number][] = [];
  const open: Landmarks["open"][number][] = [];
  const blocks: Landmarks["blocks"][number][] = [];
  const plain: Landmarks["plain"][number][] = [];
  const within: Landmarks["within"][number][] = [];
  const visit = (token: CST.Token | null | undefined): void => {
    if (token === null || token === undefined) return;
    switch (token.type) {
      case "document":
        visit(token.value);
        break;
      case "block-scalar": {
        const block = blockOf(token);
        within.push(block);
        blocks.push(block);
        break;
      }
      case "single-quoted-scalar":
      case "double-quoted-scalar": {
        const quote = token.type === "single-quoted-scalar" ? "'" : '"';
        const { source, offset } = token;
        within.push({ start: offset, end: offset + source.length });
        quoted.push({
          start: offset,
          end: offset + source.length,
          quote,
          closed: isClosed(source),
          lines: /[\n\r]/.test(source),
        });
        break;
      }
      case "block-map":
      case "block-seq":
      case "flow-collection":
        if (token.type === "flow-collection") {
          const closing = token.start.type === "flow-map-start" ? "flow-map-end" : "flow-seq-end";
          const end = token.end.find((one) => one.type === closing);
          if (end === undefined) open.push({ start: token.start.offset, bracket: token.start.source });
          else within.push({ start: token.start.offset, end: end.offset, bracket: true });
        }
        for (const item of token.items) {
          if (token.type === "flow-collection") plain.push(...plainOf(item));
          visit(item.key);
          visit(item.value);
        }
        break;
      default:
        break;
    }
  };
  for (const token of tokens) visit(token);
  return { quoted, open, blocks, plain, within };
});

/** The strings without quotes of an item between brackets. */
function plainOf({ key, sep, value }: CST.CollectionItem): Landmarks["plain"] {
  const placeOf = (token: CST.Token | null | undefined) =>
    token?.type === "scalar" ? [{ start: token.offset, end: token.offset + token.source.length }] : [];
  const colon = sep?.find(({ type }) => type === "map-value-ind");
  return [
    ...placeOf(key).map((place) => (colon === undefined ? place : { ...place, colon: colon.offset })),
    ...placeOf(value),
  ];
}

/** Where the text of a block stands: what is known of the token is where its header begins. */
function blockOf({ offset, props, source }: CST.BlockScalar): Landmarks["blocks"][number] {
  let start = offset;
  let header = "";
  for (const prop of props) {
    if (!("source" in prop)) continue;
    start += prop.source.length;
    if (prop.type === "block-scalar-header") header = prop.source;
  }
  return { start, end: start + source.length, header };
}

/** True where the last quote of a string closes it: one that is escaped is part of the text. */
function isClosed(source: string): boolean {
  const quote = source.charAt(0);
  const last = source.length - 1;
  if (last < 1 || source.charAt(last) !== quote) return false;
  // A backslash escapes a double quote, and a single quote the next one.
  const mark = quote === '"' ? "\\" : quote;
  let before = last;
  while (before > 1 && source.charAt(before - 1) === mark) before -= 1;
  return (last - before) % 2 === 0;
}

/** True between brackets, or behind one that is not closed. */
export function inBrackets({ within, open }: Landmarks, at: number): boolean {
  return (
    open.some((one) => one.start < at) ||
    within.some((one) => one.bracket === true && one.start < at && at < one.end)
  );
}
