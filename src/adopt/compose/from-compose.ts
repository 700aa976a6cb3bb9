/** `init --from-compose`: a running project of CLP's own scripts → the inputs that give the same. */
import { createReporter, type Reporter } from "../../base/diagnostic.ts";
import { type DocPath, formatPath } from "../../base/origin.ts";
import { knownRelease, RELEASES, type Release } from "../../clp/releases/releases.ts";
import type { Source } from "../../input/source.ts";
import type { MapNode } from "../../input/yaml/node.ts";
import { type Adopted, adoptedInputs } from "../adopted.ts";
import { type Assignment, draftKey } from "../draft.ts";
import { at, keyOf, type Plain, type PlainMap } from "../plain.ts";
import { plainOf } from "../plain-document.ts";
import { type Attempt, type Difference, type Problem, solve, type Wanted } from "../solve.ts";
import { withoutPlace } from "../without-place.ts";
import { compileProject } from "./compiled-project.ts";
import { directoriesOf, homeOf } from "./directories-in-use.ts";
import { isConfig, keysByPlace, registryOf, secretsInUrls, tagOf, toldByServices } from "./known-places.ts";
import {
  CONTAINER_CONFIG,
  configPathIn,
  readProjectDocument,
  servicesOf,
  wantedOf,
  wantedOfConfig,
} from "./project-document.ts";
import { bundledServers, externalServers, publishedNames, untoldServers } from "./servers.ts";

/** Where the host has the config that the containers of a project read; undefined where it names none. */
export function configPathOf(project: Source): string | undefined {
  const { root } = readProjectDocument(project, createReporter());
  return root && configPathIn(servicesOf(root));
}

/**
 * Reads a project as `docker compose config --format json` prints it. Reports `CLP6570` for what is no project of
 * CLP, `CLP6571` where the config of its containers is not at hand, and `CLP6572` for what cannot be carried over.
 *
 * @param config what the containers read as their config, where it is at hand
 * @param wished the release that somebody names
 */
export function fromCompose(
  project: Source,
  config: Source | undefined,
  wished: Release | undefined,
): Adopted {
  const reporter = createReporter();
  const { root, text } = readProjectDocument(project, reporter);
  const texts = { running: text };
  const services = root === undefined ? {} : servicesOf(root);
  if (root === undefined || reporter.diagnostics.some(({ severity }) => severity === "error"))
    return { inputs: undefined, diagnostics: reporter.diagnostics, texts };
  const tag = tagOf(services);
  const release = wished ?? (tag === undefined ? undefined : knownRelease(tag));
  if (release === undefined) {
    reportForeign(project.name, tag, root, reporter);
    return { inputs: undefined, diagnostics: reporter.diagnostics, texts };
  }
  return { ...adopt(services, root, configOf(config, services, reporter), release, reporter), texts };
}

function reportForeign(name: string, tag: string | undefined, root: MapNode, reporter: Reporter): void {
  const known = RELEASES.map(({ id }) => id).join(", ");
  reporter.report(
    "CLP6570",
    root.entries[0]?.keySpan,
    tag === undefined
      ? `Cannot take ${name} for a running project of CLP: none of its services has CLP's image`
      : `Cannot tell of which release ${name} is: its image has the tag ${tag}`,
    {
      help:
        tag === undefined
          ? "Give what `docker compose config --format json` prints for it"
          : `Name one with --clp-version: ${known}`,
    },
  );
}

function configOf(source: Source | undefined, services: PlainMap, reporter: Reporter): PlainMap | undefined {
  const config = source === undefined ? undefined : readProjectDocument(source, createReporter()).root;
  const plain = config && plainOf(config);
  if (plain !== undefined && isConfig(plain)) return plain;
  reporter.report(
    "CLP6571",
    undefined,
    "The config that the containers read is not at hand: keys that stand there alone keep CLP's defaults",
    {
      help: `Copy ${configPathIn(services) ?? ".clp-config.yaml"} of the host beside the project, as .clp-config.yaml`,
    },
  );
  return undefined;
}

function adopt(
  services: PlainMap,
  root: MapNode,
  config: PlainMap | undefined,
  release: Release,
  reporter: Reporter,
): Omit<Adopted, "texts"> {
  const fixed = [...factsOf(services, root, config, release), ...secretsInUrls(services)];
  const withConfig = config !== undefined;
  const own = withConfig ? wantedOfConfig(config) : [];
  const running = wantedOf(services, root);
  // A service of CLP's own default that does not run is one that is switched off.
  const first = compileProject(release, new Map(releaseIn(fixed).map((one) => [draftKey(one), one])), false);
  const names = new Set([...first.compiled.values()].map(({ path: [name] }) => String(name)));
  const away = [...names].filter((name) => !Object.hasOwn(services, name));
  const wanted = [
    ...running,
    ...own,
    ...away.map((name): Wanted => ({ path: [name], value: null, span: undefined })),
  ];
  const problem: Problem = {
    release,
    wanted,
    compile: (draft) => compileProject(release, draft, withConfig),
    guess: (one) => keysByPlace(release, one),
  };
  const { draft, left, errors } = solve(
    problem,
    [
      ...registryOf(services, imagesIn(first)),
      ...directoriesOf(services),
      ...publishedNames(services, config),
      ...externalServers(services),
      ...bundledServers(release, services, config),
      ...(withConfig ? [] : toldByServices(services)),
    ],
    fixed,
  );
  if (errors.length > 0)
    return { inputs: undefined, diagnostics: [...reporter.diagnostics, ...errors.map(withoutPlace)] };
  const made = new Set([...problem.compile(draft).compiled.values()].map(({ path: [name] }) => name));
  for (const one of asWholes(left, made)) reportLeft(one, reporter);
  for (const section of untoldServers(release, services, config)) reportUntold(section, release, reporter);
  return {
    inputs: adoptedInputs({ release, of: "a running Compose project", draft }, true),
    diagnostics: reporter.diagnostics,
  };
}

/** The fact that cannot be refused, whatever the place is like. */
function releaseIn(facts: readonly Assignment[]): readonly Assignment[] {
  return facts.filter(({ file, path }) => file === "site" && formatPath(path) === "clp_version");
}

/** The images that services have been compiled with. */
function imagesIn({ compiled }: Attempt): ReadonlyMap<string, string> {
  const images = new Map<string, string>();
  for (const { path, value } of compiled.values())
    if (path.length === 2 && path[1] === "image") images.set(String(path[0]), String(value));
  return images;
}

/** What is said of the place, whatever else is written. */
function factsOf(
  services: PlainMap,
  root: MapNode,
  config: PlainMap | undefined,
  release: Release,
): readonly Assignment[] {
  const fact = (path: DocPath, value: Plain | undefined, name: string): readonly Assignment[] =>
    value === undefined ? [] : [{ file: "site", path, value, from: { name, span: undefined, fact: true } }];
  const name = at(plainOf(root), ["name"]);
  return [
    ...fact(["clp_version"], release.id, "the image of CLP's own services"),
    ...fact(["host", "clp_home"], homeOf(services, config), "where the package's own files stand"),
    ...fact(
      ["compose", "project_name"],
      typeof name === "string" ? name : undefined,
      "the name of the project",
    ),
  ];
}

function reportUntold(section: string, { name }: Release, reporter: Reporter): void {
  const path = [CONTAINER_CONFIG, section, "host"];
  reporter.report(
    "CLP6572",
    undefined,
    `Cannot tell where ${section} is: containers of ${name} are not told it (D11)`,
    {
      path,
      help: `Write its address to ${section}.host and ${section}.port of the config that is made`,
    },
  );
}

/**
 * A service that is not compiled is one thing, and so is a command, however many of its words differ; which ones is
 * not told: one may be a password. What the compiler has beside what runs are its corrections of CLP's defects.
 *
 * @param made the services that are compiled
 */
function asWholes(
  left: readonly Difference[],
  made: ReadonlySet<string | number | undefined>,
): readonly Difference[] {
  const wholes = new Map<string, Difference>();
  for (const one of left) {
    const length = !made.has(one.path[0]) ? 1 : one.path[1] === "command" ? 2 : one.path.length;
    const path = one.path.slice(0, length);
    if (one.wanted !== undefined && !wholes.has(keyOf(path))) wholes.set(keyOf(path), { ...one, path });
  }
  return [...wholes.values()];
}

function reportLeft({ path, wanted, compiled }: Difference, reporter: Reporter): void {
  const shown = formatPath(path);
  const message =
    wanted?.value === null
      ? `${shown} does not run, and what is compiled has it`
      : `Cannot carry over ${shown}: what is compiled has ${compiled === undefined ? "nothing there" : "another value"}`;
  reporter.report("CLP6572", wanted?.span, message, {
    path,
    help: "Look at it before you start what is compiled: docker-compose.override.yaml is yours",
  });
}
