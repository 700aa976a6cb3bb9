/** Words of command lines. */

/** A word of a shell's command line. */
export function quote(word: string): string {
  return /^[\w./@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
