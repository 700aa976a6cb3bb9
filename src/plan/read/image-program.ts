/** What an image says of the program in it. */
import { parseImage } from "../../base/image-reference.ts";

export interface Program {
  /** The last step of the name: `mariadb`. */
  readonly program: string;
  /** The tag; empty where there is none. */
  readonly version: string;
}

export function programOf(image: string): Program {
  const { repository, tag = "" } = parseImage(image);
  return { program: repository.slice(repository.lastIndexOf("/") + 1), version: tag };
}

/** Compares versions by their leading numbers: negative where `a` is earlier, 0 where they cannot be told apart. */
export function compareVersions(a: string, b: string): number {
  const numbers = (text: string): readonly number[] =>
    (/^v?(\d+(?:\.\d+)*)/.exec(text)?.[1]?.split(".") ?? []).map(Number);
  const [x, y] = [numbers(a), numbers(b)];
  for (let index = 0; index < Math.min(x.length, y.length); index++) {
    if (x[index] !== y[index]) return x[index]! - y[index]!;
  }
  return 0;
}
