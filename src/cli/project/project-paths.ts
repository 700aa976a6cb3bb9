/** Where the paths of a project file lead: below its folder, and no output folder into another. */
import { readlinkSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, resolve, sep } from "node:path";
import { createReporter, type Diagnostic } from "../../base/diagnostic.ts";
import { derived, type Origin, type Sourced, sourced } from "../../base/origin.ts";
import { quoteValue } from "../../base/printable.ts";
import type { Project } from "../../mod.ts";
import { located, siteNameOf } from "../files/input-files.ts";
import { isWithin } from "../files/read-file.ts";
import type { Host } from "../host.ts";
import { systemCode } from "../system-error.ts";

/**
 * Looks at every path of a project, links on the way resolved. Reports `CLP6502` for one that leads out of
 * the folder, and `CLP6503` for output folders that are equal or in each other.
 *
 * @returns sorted by place
 */
export function checkPaths({ deployments }: Project, host: Host): readonly Diagnostic[] {
  const reporter = createReporter();
  const root = realPath(resolve(located(host, ".")));
  const judged = new Map<Origin, string | undefined>();
  /** The place that a path leads to, where that is below the folder. What the defaults say is judged once. */
  const inside = ({ value, origin }: Sourced<string>): string | undefined => {
    if (judged.has(origin)) return judged.get(origin);
    const place = realPath(resolve(located(host, value)));
    const fits = !isAbsolute(value) && isWithin(place, root);
    judged.set(origin, fits ? place : undefined);
    if (!fits)
      reporter.report(
        "CLP6502",
        origin,
        isAbsolute(value)
          ? `Cannot use ${quoteValue(value)}: it is an absolute path`
          : `Cannot use ${quoteValue(value)}: it leads out of the folder of the project file`,
        { help: "Name a path below that folder, or what is elsewhere by flags instead of the project file" },
      );
    return judged.get(origin);
  };

  const outs: { readonly name: string; readonly place: string; readonly out: Sourced<string> }[] = [];
  for (const { name, config, site, credentials, markdown, out } of deployments) {
    for (const path of [...config, ...site, ...(credentials === undefined ? [] : [credentials]), ...markdown])
      inside(path);
    const [first] = config;
    // Where none is named, the site file beside the config is read.
    if (site.length === 0 && first !== undefined && inside(first) !== undefined) {
      const beside = { config: first.value, site: undefined, stdin: false, stdinFilename: undefined };
      inside(sourced(siteNameOf(beside), derived("the site file beside the config", first.origin)));
    }
    const place = inside(out);
    if (place !== undefined) outs.push({ name: name.value, place, out });
  }

  // In the order of their places, a folder stands directly before one that is in it.
  const sorted = [...outs].sort((a, b) => compareTexts(stepsOf(a.place), stepsOf(b.place)));
  let outer = sorted[0];
  for (const one of sorted.slice(1)) {
    if (outer !== undefined && isWithin(one.place, outer.place)) {
      const equal = one.place === outer.place;
      reporter.report(
        "CLP6503",
        one.out.origin,
        equal
          ? `Cannot compile ${one.name} into ${one.out.value}: it is the output folder of ${outer.name}`
          : `Cannot compile ${one.name} into ${one.out.value}: it is in the output folder of ${outer.name}`,
        {
          also: [{ origin: outer.out.origin, text: `the output folder of ${outer.name}` }],
          help: "Give each deployment a folder of its own",
        },
      );
    } else outer = one;
  }
  return reporter.diagnostics;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A text that sorts a folder directly before what is in it. */
function stepsOf(path: string): string {
  return `${path}${sep}`.replaceAll(sep, "\0");
}

/** A path with all its links resolved, as far as it exists. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    const parent = dirname(path);
    if (parent === path) return path;
    // A link to nothing is one that something may be put behind.
    const target = linkTarget(path);
    return target === undefined
      ? join(realPath(parent), path.slice(parent.length).replace(/^[\\/]+/, ""))
      : realPath(resolve(parent, target));
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}
