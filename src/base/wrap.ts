/** Breaks text at blanks so that no line is longer than `width` where that can be. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Text behind a label, and below itself where it goes on. Neither makes a line longer than `width`, where that can be. */
export function hanging(label: string, text: string, width: number): readonly string[] {
  const [first, ...more] = wrap(text, width - label.length);
  return [`${label}${first}`, ...more.map((line) => " ".repeat(label.length) + line)];
}
