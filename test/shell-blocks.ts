/** The commands that a page of documentation shows. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface ShellBlocks {
  /** The text of each block, in the page's order. */
  readonly all: readonly string[];
  /** The first block that starts with these words; throws where none does. */
  starting(words: string): string;
}

/** The blocks of shell commands of a page in `docs`. */
export function shellBlocks(page: string): ShellBlocks {
  const text = readFileSync(join(import.meta.dirname, "../docs", page), "utf8");
  const all = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block!);
  return {
    all,
    starting: (words) => {
      const found = all.find((block) => block.startsWith(words));
      if (found === undefined) throw new Error(`docs/${page} has no block that starts with ${words}`);
      return found;
    },
  };
}
