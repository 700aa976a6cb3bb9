/** What `clp-compile init` writes: the inputs of a new deployment, or a site file for one that CLP itself made. */
import type { Release } from "../clp/releases/releases.ts";
import type { Source } from "../input/source.ts";
import { hostsSections, type InitHost } from "./hosts-sections.ts";
import { configText, type InitStorage, type InitType } from "./new-config.ts";
import { credentialsText, type Random } from "./new-credentials.ts";
import { type SiteFacts, siteText } from "./new-site.ts";
import { prestoSection } from "./presto-section.ts";

export interface InitFile {
  /** Below the folder that is set up, with `/`. */
  readonly path: string;
  readonly mode: 0o644 | 0o600;
  readonly content: string | Uint8Array;
}

/** The files of a folder. */
export interface Made {
  /** As the user named it. */
  readonly folder: string;
  readonly files: readonly InitFile[];
}

export interface InitWish {
  readonly release: Release;
  readonly type: InitType;
  readonly storage: InitStorage;
  readonly site: SiteFacts;
  /** Of a deployment on several; none: it is one. */
  readonly hosts: readonly InitHost[];
  /** Kinds of files that no two of these hosts use. */
  readonly unshared: readonly string[];
  readonly random: Random;
}

export const CONFIG = "etc/clp-config.yaml";
export const CREDENTIALS = "etc/credentials.yaml";
export const SITE = "etc/clp-site.yaml";

const HOME =
  "host.clp_home is the folder of the deployment's compose file, where relative paths of the config start. Change it where the deployment runs in another place than where it is compiled.";
const USERS =
  "Where prepare.sh runs as root, let the servers have a user of their own: host.third_party_uid: 999 and host.third_party_gid: 999. CLP's own services then cannot read the database's logs, which hold the passwords that are set.";
const NO_HOME =
  "host.clp_home is not set: CLP takes no absolute directories below the place of this file. Relative paths of the config start at the compose file, and Helm and Kubernetes, which need absolute paths, are left out.";

/** A config, a site file, credentials and a .gitignore. */
export function newDeployment(wish: InitWish): readonly InitFile[] {
  const { clpHome, user, thirdParty } = wish.site;
  const separate = thirdParty !== undefined && thirdParty.uid !== user?.uid;
  const presto = prestoSection(wish.type, wish.storage, wish.release, wish.site.workerMemory);
  const hosts = wish.hosts.length === 0 ? undefined : hostsSections(wish.hosts, wish.unshared);
  const remarks = [
    ...(hosts?.remarks ?? [clpHome === undefined ? NO_HOME : HOME]),
    ...(separate ? [] : [USERS]),
    ...(presto === undefined ? [] : [presto.remark]),
  ];
  return [
    gitignore([CREDENTIALS]),
    {
      path: CONFIG,
      mode: 0o644,
      content: configText(wish.release, wish.type, wish.storage, hosts !== undefined),
    },
    {
      path: SITE,
      mode: 0o644,
      content: siteText({ ...wish.site, release: wish.release.id }, remarks, {
        ...(hosts === undefined ? {} : { hosts: hosts.hosts }),
        ...(hosts?.sharedStorage === undefined ? {} : { shared_storage: hosts.sharedStorage }),
        ...(presto === undefined ? {} : { presto: presto.section }),
      }),
    },
    { path: CREDENTIALS, mode: 0o600, content: credentialsText(wish.release, wish.random) },
  ];
}

/** The installation's config and credentials as they are, and what was found out of its place. */
export function fromInstallation(
  config: Source | undefined,
  credentials: Source | undefined,
  site: SiteFacts,
): readonly InitFile[] {
  return [
    ...(config === undefined && credentials === undefined ? [] : [gitignore([CREDENTIALS])]),
    ...(config === undefined ? [] : [{ path: CONFIG, mode: 0o644, content: config.content } as const]),
    {
      path: SITE,
      mode: 0o644,
      content: siteText(site, [
        "Made from an installed package of CLP: host.clp_home is where it stands, so that its data and logs are used.",
      ]),
    },
    ...(credentials === undefined
      ? []
      : [{ path: CREDENTIALS, mode: 0o600, content: credentials.content } as const]),
  ];
}

/** Keeps files with secrets out of the repository. The output folder brings its own. */
export function gitignore(secret: readonly string[]): InitFile {
  const content = `# Passwords are not committed. The output folder has a .gitignore of its own.\n${secret.map((path) => `/${path}\n`).join("")}`;
  return { path: ".gitignore", mode: 0o644, content };
}
