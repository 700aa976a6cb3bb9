/** The compiler for inputs of which no test says the release: they are of the one in `at-release.ts`. */
import {
  compile as compileAny,
  explainer as explainerOfAny,
  type Sources,
  validate as validateAny,
} from "../src/mod.ts";
import { atTestRelease } from "./at-release.ts";

export * from "../src/mod.ts";

/** With a site file that names a release. Layers are their own test's business. */
export function withRelease(sources: Sources): Sources {
  const { site } = sources;
  if (Array.isArray(site)) return sources;
  const one = site as Exclude<typeof site, readonly unknown[]>;
  return { ...sources, site: { name: "clp-site.yaml", ...one, content: atTestRelease(one?.content) } };
}

export const compile: typeof compileAny = (sources, options) => compileAny(withRelease(sources), options);
export const validate: typeof validateAny = (sources) => validateAny(withRelease(sources));
export const explainer: typeof explainerOfAny = (sources, ...rest) =>
  explainerOfAny(withRelease(sources), ...rest);
