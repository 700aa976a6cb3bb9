/** A new site file: the facts of the place of deployment. */
import type { ReleaseId } from "../clp/releases/releases.ts";
import { siteSchema } from "../input/schema/site.ts";
import { annotate, type Given, HOW_TO_READ, prose } from "./annotate.ts";

/** What is known of the place. What is not there keeps its default. */
export interface SiteFacts {
  /** Undefined: nobody can say which. */
  readonly release?: ReleaseId | undefined;
  /** Undefined: relative paths stay relative to the compose file. */
  readonly clpHome?: string | undefined;
  readonly home?: string | undefined;
  readonly user?: Owner | undefined;
  readonly thirdParty?: Owner | undefined;
  readonly cpus?: number | undefined;
  readonly workerConcurrency?: number | undefined;
  /** Host name → IPv4. */
  readonly addresses?: Readonly<Record<string, string>> | undefined;
  readonly ownAddresses?: readonly string[] | undefined;
  /** The deployment's name in telemetry, of releases that have some. */
  readonly instanceId?: string | undefined;
  readonly projectName?: string | undefined;
  readonly restartPolicy?: string | undefined;
  /** Of a worker of Presto. */
  readonly workerMemory?: string | undefined;
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * @param remarks for the head of the file, a paragraph each
 * @param sections that are more than facts of the place, such as Presto's, where it answers queries
 */
export function siteText(facts: SiteFacts, remarks: readonly string[], sections: Given = {}): string {
  const { addresses = {}, ownAddresses = [] } = facts;
  const host = known({
    clp_home: facts.clpHome,
    home: facts.home,
    uid: facts.user?.uid,
    gid: facts.user?.gid,
    third_party_uid: facts.thirdParty?.uid,
    third_party_gid: facts.thirdParty?.gid,
    cpus: facts.cpus,
    worker_concurrency: facts.workerConcurrency,
    addresses: Object.keys(addresses).length === 0 ? undefined : addresses,
    instance_id: facts.instanceId,
    own_addresses: ownAddresses.length === 0 ? undefined : ownAddresses,
  });
  const compose = known({ project_name: facts.projectName, restart_policy: facts.restartPolicy });
  const given = { ...known({ clp_version: facts.release, host, compose }), ...sections };
  const head = [`What clp-compile has to know of the place of deployment. ${HOW_TO_READ}`, ...remarks];
  const lines = [
    ...head.flatMap((paragraph, index) => [...(index === 0 ? [] : ["#"]), ...prose(paragraph, 0)]),
    ...annotate(siteSchema(), given),
  ];
  return `${lines.join("\n")}\n`;
}

/** What of a mapping is known; undefined where nothing is. */
function known(entries: Readonly<Record<string, Given[string] | undefined>>): Given | undefined {
  const found = Object.entries(entries).filter(
    (entry): entry is [string, Given[string]] => entry[1] !== undefined,
  );
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
