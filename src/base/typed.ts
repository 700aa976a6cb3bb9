/**
 * The typed configuration: plain objects as zod gives them, each of which remembers where its values
 * come from. `config.webui.port` is 4000; `pick(config.webui, "port")` says why.
 */
import { type Origin, type Sourced, sourced } from "./origin.ts";

const ORIGINS: unique symbol = Symbol("origins");

/** Gives `section` the origins of its keys. Hidden from JSON, spreading and comparison. */
export function withOrigins<T extends object>(section: T, origins: ReadonlyMap<PropertyKey, Origin>): T {
  return Object.defineProperty(section, ORIGINS, { value: origins });
}

/** Those of the keys that may be absent, as one is that not every release of CLP has. */
type Optional<T, K extends keyof T> = K extends number
  ? never
  : string extends keyof T
    ? never
    : Record<never, never> extends Pick<T, K>
      ? K
      : never;

/** Never where one of the keys may be absent: {@link given} asks for it. */
type Certain<T, K extends keyof T> = [Optional<T, K>] extends [never] ? unknown : never;

/**
 * The value of a key and where it comes from.
 *
 * @param section an object or list of the typed configuration
 * @param key one of its keys; for a list, an index
 */
export function pick<T extends object, K extends keyof T>(section: T, key: K & Certain<T, K>): Sourced<T[K]> {
  return sourced(section[key], originOf(section, key));
}

/** As {@link pick}; undefined where the section has no such key, since its release of CLP does not know it. */
export function given<T extends object, K extends keyof T>(
  section: T,
  key: K,
): Sourced<Exclude<T[K], undefined>> | undefined {
  return section[key] === undefined
    ? undefined
    : sourced(section[key] as Exclude<T[K], undefined>, originOf(section, key));
}

function originOf(section: object, key: PropertyKey): Origin {
  const origins = (section as { readonly [ORIGINS]?: ReadonlyMap<PropertyKey, Origin> })[ORIGINS];
  const origin = origins?.get(key);
  if (origin === undefined) throw new Error(`no origin is known for the key ${String(key)}`);
  return origin;
}
