/** What `prepare.sh` says of the directories of a host. */

export interface PreparedDirectory {
  readonly path: string;
  /** `1000:1000` */
  readonly owner: string;
}

/** The directories that the script makes, with their owners. */
export function preparedDirectories(script: string): readonly PreparedDirectory[] {
  return script.split("\n").flatMap((line) => {
    const match = /^directory (.+) (\d+) (\d+) \d+$/.exec(line);
    return match === null ? [] : [{ path: unquote(match[1]!), owner: `${match[2]}:${match[3]}` }];
  });
}

function unquote(word: string): string {
  if (/^".*"$/s.test(word)) return word.slice(1, -1).replace(/\\([\\"$`])/g, "$1");
  return /^'.*'$/s.test(word) ? word.slice(1, -1).replaceAll("'\\''", "'") : word;
}
