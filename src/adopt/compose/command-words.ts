/** Commands word by word: what stands behind an option is the option's, wherever it stands. */

/** The only option of CLP's commands that takes no value. */
const FLAG = "-u";

/**
 * The words of a command with what tells them from others in it: the option before them, or how many such words
 * without an option come before.
 */
export function commandWords<T>(
  words: readonly T[],
  textOf: (word: T) => string,
): readonly { readonly place: string | number; readonly word: T }[] {
  const found: { place: string | number; word: T }[] = [];
  let option: string | undefined;
  let position = 0;
  for (const word of words) {
    const text = textOf(word);
    if (option !== undefined) {
      found.push({ place: option, word });
      option = undefined;
    } else if (text.startsWith("-") && text !== FLAG) option = text;
    else found.push({ place: text === FLAG ? FLAG : position++, word });
  }
  return found;
}
