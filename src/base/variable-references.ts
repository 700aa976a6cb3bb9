/** References to variables and fields of templates: CLP replaces none, wherever they stand. */

/** `${X}`, `$(x)`, `$X`, `{{ x }}`, `%X%`. */
export const REFERENCE = /\$[A-Za-z_{(]|\{\{|%\w+%/;

/** Nothing but one reference; of `$X`, capitals, as a password may well begin with a dollar sign. */
const REFERENCE_ALONE =
  /^(?:\$\{[A-Za-z_][^{}]*\}|\$\([^()]+\)|\$[A-Z][A-Z0-9_]+|\{\{[^{}]+\}\}|%[A-Z][A-Z0-9_]+%)$/;

export const NO_VARIABLES = "CLP replaces no variables";

/** True where a text has something that a shell or a template would replace. */
export function hasReference(text: string): boolean {
  return REFERENCE.test(text);
}

/** True where a text is a reference as a whole. */
export function isReference(text: string): boolean {
  return REFERENCE_ALONE.test(text);
}

/** The way out where a value with a reference is refused; undefined where it has none. */
export function referenceHelp(text: string): string | undefined {
  return hasReference(text) ? `Write the value itself: ${NO_VARIABLES}` : undefined;
}
