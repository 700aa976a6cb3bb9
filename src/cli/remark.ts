/** What a run says of itself, for people: neither a result nor a finding. */
import { type Printable, print } from "../base/printable.ts";
import type { Host } from "./host.ts";
import type { Options } from "./usage/options.ts";

type Look = Pick<Options, "diagnostics" | "quiet">;

/** Writes a remark to standard error, but where a program reads there, or nobody asked. */
export function remark(text: Printable, { diagnostics, quiet }: Look, host: Host): void {
  if (diagnostics === "pretty" && !quiet) host.err(text);
}

/** Milliseconds after which people wonder whether anything happens. */
const SOON = 2000;

/**
 * Does what may take long. Where it does, a terminal shows what is going on.
 *
 * @param what `drawing 4 pictures`
 */
export async function whileTelling<T>(
  what: string,
  options: Look,
  host: Host,
  work: () => Promise<T>,
): Promise<T> {
  const { width } = await host.terminal("err");
  if (width === undefined) return await work();
  const timer = setTimeout(
    () => remark(print`clp-compile: ${what}, which takes a while\n`, options, host),
    SOON,
  );
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
