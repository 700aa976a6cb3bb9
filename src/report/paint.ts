/**
 * The few ANSI colours that reports use. Own code, because colour libraries look at the environment
 * when they are loaded, for which Deno would ask the user.
 */

export interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly note: (text: string) => string;
  /** Line numbers, arrows, bars, related places. */
  readonly rail: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly added: (text: string) => string;
  readonly removed: (text: string) => string;
}

function style(open: number, close: number, bold = false): (text: string) => string {
  const [before, after] = bold
    ? [`\x1b[1;${open}m`, `\x1b[22;${close}m`]
    : [`\x1b[${open}m`, `\x1b[${close}m`];
  return (text) => (text === "" ? "" : before + text + after);
}

const plain = (text: string): string => text;

const COLORS: Paint = {
  error: style(31, 39, true),
  warning: style(33, 39, true),
  note: style(36, 39, true),
  rail: style(94, 39),
  strong: style(1, 22),
  added: style(32, 39),
  removed: style(31, 39),
};

const PLAIN: Paint = {
  error: plain,
  warning: plain,
  note: plain,
  rail: plain,
  strong: plain,
  added: plain,
  removed: plain,
};

export function paintOf(color: boolean): Paint {
  return color ? COLORS : PLAIN;
}
