/** Did-you-mean: the nearest of the words that are allowed somewhere. */
import { distance } from "fastest-levenshtein";

/** Longer words are no slips of the pen. */
const MAX_LENGTH = 64;

/** False for what nobody writes by a slip: long texts, and names that programs keep to themselves, as `__proto__`. */
function isWritten(word: string): boolean {
  return word.length <= MAX_LENGTH && !word.startsWith("__");
}

/** `log-Ingestor` and `log_ingestor` are the same word to a person. */
function fold(word: string): string {
  return word.toLowerCase().replace(/[-_. ]/g, "");
}

/** True where two words differ in case and separators alone. */
export function sameWord(a: string, b: string): boolean {
  return fold(a) === fold(b);
}

function sortLetters(word: string): string {
  return [...word].sort().join("");
}

/** Edits between two folded words; letters that changed places count as one. */
function edits(a: string, b: string): number {
  const away = distance(a, b);
  return away === 2 && a.length === b.length && sortLetters(a) === sortLetters(b) ? 1 : away;
}

/** A number, such as the one of a release. */
const NUMBER = /^[0-9][0-9.]*$/;

/**
 * The candidates that a person may have meant by `word`, the nearest first: a third of the letters
 * may differ, letters may have changed places; case and separators do not count. Ties keep the order
 * of the candidates. Of a number, such as a release, each digit counts: it is no slip of
 * another, and lacks at most its end.
 */
export function nearAll(word: string, candidates: Iterable<string>): readonly string[] {
  if (!isWritten(word)) return [];
  if (NUMBER.test(word)) return [...candidates].filter((candidate) => `${candidate}.`.startsWith(`${word}.`));
  const wanted = fold(word);
  const found: { candidate: string; away: number }[] = [];
  for (const candidate of candidates) {
    const other = fold(candidate);
    const bound = Math.max(1, Math.floor(Math.max(wanted.length, other.length) / 3));
    if (Math.abs(wanted.length - other.length) > bound) continue;
    const away = other === wanted ? 0 : edits(wanted, other);
    // Of a word of two letters, one changed letter leaves nothing.
    if (away <= bound && away < Math.min(wanted.length, other.length)) found.push({ candidate, away });
  }
  return found.sort((a, b) => a.away - b.away).map((one) => one.candidate);
}

/** The nearest candidate, or undefined where none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  return nearAll(word, candidates)[0];
}

/** True where a word can only be a slip of the pen: one letter differs from the candidate, in a long word two. */
export function isSlip(word: string, candidate: string): boolean {
  const [a, b] = [fold(word), fold(candidate)];
  const away = a === b ? 0 : edits(a, b);
  return away <= 1 || (away === 2 && Math.min(a.length, b.length) >= 8);
}

/**
 * As {@link nearAll}, where the word may be a secret: what is a candidate and more, as `password abc12` or
 * `password_abc12`, is near it, and is no slip of the pen.
 */
export function slipsOf(word: string, candidates: Iterable<string>): readonly string[] {
  if (!/^[\w-]+$/.test(word)) return [];
  const wanted = fold(word);
  return nearAll(word, candidates).filter((candidate) => {
    const other = fold(candidate);
    return !wanted.includes(other) || wanted.length - other.length <= 1;
  });
}

/** The words of a name: `secret_accessKey` has three. */
function wordsOf(name: string): readonly string[] {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return words.split(/[-_. ]+/).filter((word) => word !== "");
}

/** True where every word of a name is one of the other's, and one of them is more than an abbreviation. */
function isPartOf(words: readonly string[], others: readonly string[]): boolean {
  return words.every((word) => others.includes(word)) && words.some((word) => word.length >= 3);
}

/** Candidates of which `word` is a part: `user` of `username`, `secret_key` of `secret_access_key`. */
export function expansionsOf(word: string, candidates: Iterable<string>): readonly string[] {
  if (!isWritten(word)) return [];
  const wanted = fold(word);
  const words = wordsOf(word);
  return [...candidates].filter(
    (candidate) =>
      (wanted.length >= 4 && fold(candidate).includes(wanted)) ||
      (wanted.length === 3 && fold(candidate).startsWith(wanted)) ||
      isPartOf(words, wordsOf(candidate)),
  );
}

/** Candidates that `word` abbreviates or lengthens: `level` for `logging_level`, `server_port` for `port`. */
export function relatedAll(word: string, candidates: Iterable<string>): readonly string[] {
  if (!isWritten(word)) return [];
  const wanted = fold(word);
  const words = wordsOf(word);
  const all = [...candidates];
  const longer = new Set(expansionsOf(word, all));
  return all.filter((candidate) => {
    if (longer.has(candidate)) return true;
    const other = fold(candidate);
    return (other.length >= 4 && wanted.includes(other)) || isPartOf(wordsOf(candidate), words);
  });
}
