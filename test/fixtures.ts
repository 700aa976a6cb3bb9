/** The whole deployments under `fixtures/ok`, as sources for `compile`. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  compile,
  type Source,
  type Sources,
  secretValues,
  secretVariables,
  valueOfVariable,
} from "../src/mod.ts";
import { FIXTURES } from "./fixtures-folder.ts";

export { FIXTURES };

export interface Fixture {
  readonly name: string;
  readonly folder: string;
  readonly sources: Sources;
}

function source(folder: string, name: string): Source | undefined {
  const path = join(folder, name);
  return existsSync(path) ? { name, content: readFileSync(path) } : undefined;
}

/** The inputs of one folder, named as they are in it. */
export function fixture(folder: string, name: string): Fixture {
  const config = source(folder, "clp-config.yaml");
  if (config === undefined) throw new Error(`${folder} has no clp-config.yaml`);
  return {
    name,
    folder,
    sources: {
      config,
      credentials: source(folder, "credentials.yaml"),
      site: source(folder, "clp-site.yaml"),
    },
  };
}

/** All deployments that compile, by name: the first is the one that the goldens of the others differ from. */
export function okFixtures(): readonly Fixture[] {
  const root = join(FIXTURES, "ok");
  return readdirSync(root)
    .sort()
    .map((name) => fixture(join(root, name), name));
}

/** Those of one host, whose Compose files stand in `compose/` itself. */
export function oneHostFixtures(): readonly Fixture[] {
  return okFixtures().filter(({ sources: { site } }) => !/^hosts:/m.test(String(site?.content ?? "")));
}

/** True where the manifests make the Secrets that their pods name, and nobody else does. */
export function makesSecrets({ sources: { site } }: Fixture): boolean {
  return !/^ +secrets: \{from:/m.test(String(site?.content ?? ""));
}

/** Those of several hosts, each with files of its own. */
export function hostsFixtures(): readonly Fixture[] {
  const one = new Set(oneHostFixtures().map(({ name }) => name));
  return okFixtures().filter(({ name }) => !one.has(name));
}

/** The command line of a wrong input: `args` says another than `validate` with the files that are there. */
export function argumentsOf(folder: string): readonly string[] {
  const own = join(folder, "args");
  if (existsSync(own)) return readFileSync(own, "utf8").trim().split(/\s+/);
  const credentials = existsSync(join(folder, "credentials.yaml"))
    ? ["--credentials", "credentials.yaml"]
    : [];
  return ["validate", "--config", "clp-config.yaml", ...credentials];
}

/** What `docker compose` needs in its environment: all secrets of a deployment that keeps them in no file. */
export function composeEnvironment(sources: Sources): Readonly<Record<string, string>> {
  const { model, secretPaths } = compile(sources, { secrets: false, emit: ["compose"] });
  if (secretPaths.some(({ path }) => path.endsWith("/.env"))) return {};
  const values = secretValues(sources)!;
  return Object.fromEntries(secretVariables(model!).map((one) => [one.name, valueOfVariable(one, values)]));
}
