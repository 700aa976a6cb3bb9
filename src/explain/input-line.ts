/** Which keys are written on a line of an input, or stand there switched off, as `init` writes them. */
import type { InputKey } from "../base/input-key.ts";
import { type DocPath, fileOf, formatPath } from "../base/origin.ts";
import { lineStarts, positionAt, type SourceText } from "../base/source-text.ts";

export type InputLine =
  /** At least one. */
  | { readonly kind: "keys"; readonly keys: readonly InputKey[] }
  | { readonly kind: "nothing"; readonly reason: string; readonly help?: string };

/** @param keys of all inputs, as they are now */
export function readInputLine(source: SourceText, number: number, keys: readonly InputKey[]): InputLine {
  const starts = lineStarts(source);
  const start = starts[number - 1];
  if (start === undefined) return { kind: "nothing", reason: `it has ${starts.length} lines` };
  const end = starts[number] ?? source.text.length + 1;
  const own = keys.filter(({ file }) => file === fileOf(source.file));
  // What a later layer overrules is written here, too.
  const written = own.flatMap((key) =>
    key.origin?.kind === "source"
      ? [key.origin.span, ...(key.origin.overrules ?? []), ...(key.origin.joins ?? [])]
          .filter(({ file }) => file === source.file)
          .map((span) => ({ key, span }))
      : [],
  );
  const values = written.filter(({ key, span }) => !key.section && span.start < end && span.end > start);
  if (values.length > 0) return { kind: "keys", keys: values.map(({ key }) => key) };
  const section = written.find(({ key, span }) => key.section && span.start >= start && span.start < end);
  if (section !== undefined) return { kind: "keys", keys: [section.key] };
  // A value of several lines is known by its first.
  if (/^\s*[^\s#]/.test(source.text.slice(start, end))) {
    const [last] = written
      .filter(({ span }) => span.start < start)
      .sort((a, b) => b.span.start - a.span.start);
    if (last !== undefined) return { kind: "keys", keys: [last.key] };
  }
  const path = switchedOff(source.text, starts, number);
  const off = own.find((key) => path !== undefined && formatPath(key.path) === formatPath(path));
  if (off !== undefined) return { kind: "keys", keys: [off] };
  const [next] = written.filter(({ span }) => span.start >= end).sort((a, b) => a.span.start - b.span.start);
  if (next === undefined) return { kind: "nothing", reason: "no value is written there" };
  const { line } = positionAt(source, next.span.start);
  return {
    kind: "nothing",
    reason: "no value is written there",
    help: `The next is ${formatPath(next.key.path)}, at ${source.name}:${line}`,
  };
}

/** The path of `#port: 4000`: its key, below those keys above it that stand further to the left. */
function switchedOff(text: string, starts: readonly number[], number: number): DocPath | undefined {
  const keyAt = (line: number) =>
    /^(?<indent> *)(?<off>#?)(?<key>[A-Za-z_]\w*):(?=\s|$)/.exec(text.slice(starts[line - 1], starts[line]))
      ?.groups;
  const found = keyAt(number);
  if (found === undefined || found["off"] === "") return undefined;
  const path = [found["key"]!];
  let left = found["indent"]!.length;
  for (let line = number - 1; line > 0 && left > 0; line--) {
    const above = keyAt(line);
    if (above === undefined || above["indent"]!.length >= left) continue;
    path.unshift(above["key"]!);
    left = above["indent"]!.length;
  }
  return path;
}
