/** Did-you-mean: the nearest of the words that are allowed somewhere. */
import { distance } from "fastest-levenshtein";

/** Longer words are no slips of the pen. */
const LONGEST = 64;

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

/**
 * The candidates that a person may have meant by `word`, the nearest first: a third of the letters
 * may differ, letters may have changed places; case and separators do not count. Ties keep the order
 * of the candidates.
 */
export function nearAll(word: string, candidates: Iterable<string>): readonly string[] {
  if (word.length > LONGEST) return [];
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

/** Candidates that `word` abbreviates or lengthens by whole words: `user` for `username`, `level` for `logging_level`. */
export function relatedAll(word: string, candidates: Iterable<string>): readonly string[] {
  const wanted = fold(word);
  if (wanted.length < 4 || word.length > LONGEST) return [];
  return [...candidates].filter((candidate) => {
    const other = fold(candidate);
    return other.length >= 4 && (other.includes(wanted) || wanted.includes(other));
  });
}
