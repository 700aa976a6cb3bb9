/**
 * Computes at the first use, and then knows: what a command does not need costs it nothing. What it was computed of
 * is let go: a finding that is kept keeps the ranges that nobody may be shown, and not the document that they were
 * found in.
 */
export function once<T>(compute: () => T): () => T {
  let pending: (() => T) | undefined = compute;
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: pending!() };
    pending = undefined;
    return known.value;
  };
}
