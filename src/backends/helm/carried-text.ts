/** Which texts come out of the chart's templates as they went in. */
import { hasSurrogates } from "../../base/ascii.ts";

/** What RFC 3986 lets stand in a URL's user and password as it is; no percent sign, which readers decode. */
const URL_TEXT = /^[A-Za-z0-9._~!$&'()*+,;=:-]+$/;

/**
 * True where Kubernetes would change a literal environment variable or argument: `$$` becomes `$`,
 * and `$(NAME)` the variable of that name (facts: kubelet v1.34.1, as observed).
 */
export function changedByKubernetes(text: string): boolean {
  return /\$[$(]/.test(text);
}

/** True for a password that the chart may paste into a URL (H12), in an environment variable. */
export function isUrlText(text: string): boolean {
  return URL_TEXT.test(text) && !changedByKubernetes(text);
}

/** As {@link isUrlText}, for a user name, which a colon would end. */
export function isUrlUser(text: string): boolean {
  return isUrlText(text) && !text.includes(":");
}

/**
 * True where the chart's `quote` makes of a character what JSON does not know: Go writes those beyond
 * U+FFFF that cannot be printed as `\U000e0001`.
 */
export function breaksJson(text: string): boolean {
  return hasSurrogates(text) && /(?=[\u{10000}-\u{10ffff}])[^\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(text);
}
