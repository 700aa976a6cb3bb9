/** What the Compose backend is told of the site file's `compose` section. */
import { folderOfHost } from "../../base/compose-folder.ts";
import { sha256Hex } from "../../base/hash.ts";
import { map, type Sourced } from "../../base/origin.ts";
import { given, pick } from "../../base/typed.ts";
import type { Host } from "../../model/model.ts";
import type { Limits } from "./limits.ts";

export interface ComposeOptions {
  /** Where in the output the files stand that one host gets: `compose`. */
  readonly folder: string;
  readonly projectName: Sourced<string>;
  /** By the component's key in the site file; only those that have some. */
  readonly limits: Readonly<Record<string, Limits>>;
  /** `z`: `prepare.sh` labels what it makes, so that containers share it under SELinux. */
  readonly selinux: Sourced<"z" | null>;
  /** Where `docker compose` finds secrets: in `.env`, or in the environment of each of its commands. */
  readonly secrets: Sourced<ComposeSecrets>;
  /** From where the ports for people of each of several hosts are reached; null: from everywhere. */
  readonly clients?: Sourced<readonly string[] | null>;
  /** The host of several whose files these are. */
  readonly host?: HostOptions;
}

export type ComposeSecrets = "file" | "environment";

/** What one host of several has besides. */
export interface HostOptions {
  readonly name: Sourced<string>;
  /** What the bridge of the project's network is called, so that a firewall knows the host's own containers. */
  readonly bridge: Sourced<string>;
}

/** What the firewall of each host is told. */
export interface FirewallSection {
  /** From where the ports for people are reached; null: from everywhere. */
  readonly clients: readonly string[] | null;
}

/** The section of the site file, as it is read. */
export interface ComposeSection {
  readonly project_name: string;
  readonly resources: Readonly<Record<string, Resources | null>>;
  readonly selinux: "z" | null;
  readonly secrets: ComposeSecrets;
}

interface Resources {
  readonly limits?: Amounts | undefined;
}

interface Amounts {
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
}

/** The options that a section gives. */
export function composeOptions(
  section: ComposeSection,
  folder: string,
  firewall?: FirewallSection,
): ComposeOptions {
  const limits: Record<string, Limits> = {};
  for (const key of Object.keys(section.resources).sort()) {
    const held = section.resources[key]?.limits;
    if (held === undefined) continue;
    const [cpu, memory] = [given(held, "cpu"), given(held, "memory")];
    limits[key] = { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
  }
  return {
    folder,
    projectName: pick(section, "project_name"),
    limits,
    selinux: pick(section, "selinux"),
    secrets: pick(section, "secrets"),
    ...(firewall === undefined ? {} : { clients: pick(firewall, "clients") }),
  };
}

/** The options for one host of several: its own folder and project, all else as they are for every host. */
export function optionsOnHost(options: ComposeOptions, { name, projectName }: Host): ComposeOptions {
  return {
    ...options,
    folder: folderOfHost(options.folder, name.value),
    projectName,
    host: {
      name,
      // A name of a network interface has 15 characters at most.
      bridge: map(
        projectName,
        "the project's own bridge",
        (project) => `clp-${sha256Hex(project).slice(0, 8)}`,
      ),
    },
  };
}
