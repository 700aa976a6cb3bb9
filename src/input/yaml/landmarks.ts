/** Where strings, blocks of text and brackets stand in a text whose structure may be wrong. */
import type { CST } from "yaml";

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
  /** Where tabs are text or separate: strings, blocks of text, brackets. */
  readonly within: readonly { readonly start: number; readonly end: number; readonly bracket?: true }[];
}

export function findLandmarks(tokens: readonly CST.Token[]): Landmarks {
  const quoted: Landmarks["quoted"][number][] = [];
  const open: Landmarks["open"][number][] = [];
  const within: Landmarks["within"][number][] = [];
  const visit = (token: CST.Token | null | undefined): void => {
    if (token === null || token === undefined) return;
    switch (token.type) {
      case "document":
        visit(token.value);
        break;
      case "block-scalar":
        within.push({ start: token.offset, end: token.offset + token.source.length });
        break;
      case "single-quoted-scalar":
      case "double-quoted-scalar": {
        const quote = token.type === "single-quoted-scalar" ? "'" : '"';
        const { source, offset } = token;
        within.push({ start: offset, end: offset + source.length });
        quoted.push({
          start: offset,
          end: offset + source.length,
          quote,
          closed: source.length > 1 && source.endsWith(quote),
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
          visit(item.key);
          visit(item.value);
        }
        break;
      default:
        break;
    }
  };
  for (const token of tokens) visit(token);
  return { quoted, open, within };
}

/** True between brackets, or behind one that is not closed. */
export function inBrackets({ within, open }: Landmarks, at: number): boolean {
  return (
    open.some((one) => one.start < at) ||
    within.some((one) => one.bracket === true && one.start < at && at < one.end)
  );
}
