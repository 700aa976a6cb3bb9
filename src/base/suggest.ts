/** Did-you-mean: the nearest of the words that are allowed somewhere. */
import { distance } from "fastest-levenshtein";

/** `log-Ingestor` and `log_ingestor` are the same word to a person. */
function fold(word: string): string {
  return word.toLowerCase().replace(/[-_. ]/g, "");
}

/**
 * The candidate that a person most likely meant by `word`, or undefined where none is near:
 * a third of the letters may differ; case and separators do not count. Ties go to the first.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = fold(word);
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const other = fold(candidate);
    const away = other === wanted ? 0 : distance(wanted, other);
    const bound = Math.max(1, Math.floor(Math.max(wanted.length, other.length) / 3));
    if (away <= bound && (best === undefined || away < best.distance)) best = { candidate, distance: away };
  }
  return best?.candidate;
}
