/** Files that become others by a rename, and how those of a run that was killed are known. */

/** @param id of the run: sixteen hexadecimal digits */
export function temporaryName(id: string, what: number | string): string {
  return `.clp-compile-${id}-${what}.tmp`;
}

/** True for a name of this version and of those before it. */
export function isTemporary(name: string): boolean {
  return /^\.clp-compile-(?:[0-9a-f]{16}-(?:\d+|manifest)|claim|(?:deployment|package)(?:-dark)?\.(?:svg|png))\.tmp$/.test(
    name,
  );
}
