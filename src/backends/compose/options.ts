/** What the Compose backend is told of the site file's `compose` section. */
import type { Sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import type { Limits } from "./limits.ts";

export interface ComposeOptions {
  /** Where in the output the files stand that one host gets: `compose`. */
  readonly folder: string;
  readonly projectName: Sourced<string>;
  /** By the component's key in the site file; only those that have some. */
  readonly limits: Readonly<Record<string, Limits>>;
  /** `z`: `prepare.sh` labels what it makes, so that containers share it under SELinux. */
  readonly selinux: Sourced<"z" | null>;
}

/** The section of the site file, as it is read. */
export interface ComposeSection {
  readonly project_name: string;
  readonly resources: Readonly<Record<string, Resources | null>>;
  readonly selinux: "z" | null;
}

interface Resources {
  readonly limits?: Amounts | undefined;
}

interface Amounts {
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
}

/** The options that a section gives. */
export function composeOptions(section: ComposeSection, folder: string): ComposeOptions {
  const limits: Record<string, Limits> = {};
  for (const key of Object.keys(section.resources).sort()) {
    const held = section.resources[key]?.limits;
    if (held === undefined) continue;
    limits[key] = {
      ...(held.cpu === undefined ? {} : { cpu: pick(held, "cpu") as Sourced<string> }),
      ...(held.memory === undefined ? {} : { memory: pick(held, "memory") as Sourced<string> }),
    };
  }
  return { folder, projectName: pick(section, "project_name"), limits, selinux: pick(section, "selinux") };
}
