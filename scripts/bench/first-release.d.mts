/** What tests ask of first-release.mjs. */

/** The modules that are edited, by their paths from the root. */
export const EDITED: readonly string[];

/** The text of a module without what is there for later releases. */
export function withoutLater(name: string, text: string, isReported: (code: string) => boolean): string;
