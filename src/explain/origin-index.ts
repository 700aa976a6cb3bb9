/** Which lines of the emitted files come from an origin, however far back. */
import type { Origin } from "../base/origin.ts";
import type { EmittedFile } from "../model/emitted-file.ts";

/** A line of an emitted file. */
export interface EmittedPlace {
  /** Below the output folder. */
  readonly file: string;
  readonly line: number;
}

export interface OriginIndex {
  /** Equal for origins that say the same, though they were made at different places of the compiler. */
  readonly identityOf: (origin: Origin) => number;
  /** True where one of the origins is, or was made of, `what`. */
  readonly comesFrom: (origins: readonly Origin[], what: Origin) => boolean;
  /** The lines that come from any of the origins, by file and line. */
  readonly linesFrom: (origins: readonly Origin[]) => readonly EmittedPlace[];
  /** The lines that say the value of an origin itself, and nothing that was made of it. */
  readonly linesOf: (origin: Origin) => readonly EmittedPlace[];
}

export function indexOrigins(files: readonly EmittedFile[]): OriginIndex {
  const numbers = new Map<string, number>();
  const identities = new WeakMap<Origin, number>();
  const madeOf = new Map<number, ReadonlySet<number>>();

  const identityOf = (origin: Origin): number => {
    let found = identities.get(origin);
    if (found === undefined) {
      const text = JSON.stringify(
        origin.kind === "derived" ? [origin.rule, ...origin.from.map(identityOf)] : origin,
      );
      found = numbers.get(text) ?? numbers.size;
      numbers.set(text, found);
      identities.set(origin, found);
    }
    return found;
  };

  /** The identities of an origin and of all that it was made of. */
  const closure = (origin: Origin): ReadonlySet<number> => {
    const identity = identityOf(origin);
    let found = madeOf.get(identity);
    if (found === undefined) {
      const all = new Set([identity]);
      if (origin.kind === "derived")
        for (const from of origin.from) for (const one of closure(from)) all.add(one);
      found = all;
      madeOf.set(identity, found);
    }
    return found;
  };

  const lines = new Map<number, EmittedPlace[]>();
  for (const { path, origins } of files) {
    for (const [index, from] of origins.entries()) {
      const place = { file: path, line: index + 1 };
      for (const identity of new Set(from.flatMap((origin) => [...closure(origin)]))) {
        const places = lines.get(identity);
        if (places === undefined) lines.set(identity, [place]);
        else places.push(place);
      }
    }
  }
  const order = new Map(files.map(({ path }, index) => [path, index]));

  return {
    identityOf,
    comesFrom(origins, what) {
      const identity = identityOf(what);
      return origins.some((origin) => closure(origin).has(identity));
    },
    linesOf(origin) {
      const identity = identityOf(origin);
      return files.flatMap(({ path, origins }) =>
        [...origins].flatMap((own, index) =>
          own.some((one) => identityOf(one) === identity) ? [{ file: path, line: index + 1 }] : [],
        ),
      );
    },
    linesFrom(origins) {
      const found = new Set(origins.flatMap((origin) => lines.get(identityOf(origin)) ?? []));
      return [...found].sort((a, b) => order.get(a.file)! - order.get(b.file)! || a.line - b.line);
    },
  };
}
