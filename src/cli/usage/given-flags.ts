/** The flags of a command line, by name, with their values checked against the table. */
import { choose } from "./choose.ts";
import type { Command, Flag } from "./command.ts";
import { EVERY_FLAG } from "./commands.ts";
import { WrongUsage } from "./wrong-usage.ts";

export interface GivenFlags {
  readonly has: (name: string) => boolean;
  /** The last value counts, so that a wrapper's flag can be overridden. */
  readonly text: (name: string) => string | undefined;
  /** Every value of a flag that repeats. */
  readonly texts: (name: string) => readonly string[];
  /** Every item of a flag that takes several, separated by commas. */
  readonly list: (name: string) => readonly string[] | undefined;
}

/** @param values by the flag's name; none for a switch */
export function givenFlags(command: Command, values: ReadonlyMap<string, readonly string[]>): GivenFlags {
  // Commands may have flags of one name: its own counts.
  const flagNamed = (name: string): Flag =>
    [...command.flags, ...EVERY_FLAG].find((flag) => flag.name === name)!;
  const given = (name: string): readonly string[] => {
    const all = values.get(name) ?? [];
    if (all.includes("")) throw new WrongUsage(`--${name} needs a value: ${flagNamed(name).value}`);
    return all;
  };
  return {
    has: (name) => values.has(name),
    text: (name) => {
      const value = given(name).at(-1);
      const flag = flagNamed(name);
      if (value === undefined || flag.choices === undefined) return value;
      return choose(`--${name}`, value, flag.choices, expectedOf(flag));
    },
    texts: (name) => [...new Set(given(name))],
    list: (name) => {
      const flag = flagNamed(name);
      const chosen = values.get(name)?.flatMap((value) => {
        if (value.trim() === "")
          throw new WrongUsage(`--${name} needs a value: ${flag.value}`, expectedOf(flag));
        const items = value.split(",").map((item) => item.trim());
        if (items.includes(""))
          throw new WrongUsage(
            `--${name} has an empty name in "${value}"`,
            `Remove the comma that has no name beside it. ${expectedOf(flag)}`,
          );
        return items.map((item) => choose(`--${name}`, item, flag.choices ?? [], expectedOf(flag)));
      });
      return chosen && [...new Set(chosen)];
    },
  };
}

/** What a flag's value may be, in words. */
export function expectedOf(flag: Flag): string | undefined {
  return flag.choices === undefined
    ? undefined
    : `Expected ${flag.list ? "some" : "one"} of ${flag.choices.join(", ")}`;
}
