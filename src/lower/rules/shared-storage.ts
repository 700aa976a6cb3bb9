/** Several hosts: whether all see the same files, and as the same user. */
import { listed } from "../../base/listed.ts";
import { type Sourced, sourced } from "../../base/origin.ts";
import { given, pick } from "../../base/typed.ts";
import { VOLUMES } from "../../clp/package/volumes.ts";
import type { Volume } from "../../model/model.ts";
import type { HostEntry, PlacedHost } from "../placement.ts";
import { allKnown, type Facts, ofHosts, type Subject } from "./rule.ts";

/** The volumes that several hosts must see alike, with the hosts that mount them. */
export function sharedVolumes({
  model,
}: Facts): readonly { readonly volume: Volume; readonly hosts: readonly Sourced<string>[] }[] {
  return model.volumes.flatMap((volume) => {
    if (!("acrossHosts" in VOLUMES[volume.id])) return [];
    const hosts = (model.hosts ?? []).flatMap(({ name, model: { volumes } }) =>
      volumes.some(({ id }) => id === volume.id) ? [name] : [],
    );
    return hosts.length < 2 ? [] : [{ volume, hosts }];
  });
}

type SharedKey = keyof Subject["site"]["shared_storage"];

export function sharedKey({ id }: Volume): SharedKey {
  const facts = VOLUMES[id];
  if (!("acrossHosts" in facts)) throw new Error(`${id} is each host's own`);
  return facts.acrossHosts;
}

/** `CLP3106`, `CLP3109` and `CLP3110`. */
export const storage = ofHosts(["CLP3106", "CLP3109", "CLP3110"], (subject) => {
  const { site, report } = subject;
  const all = site.shared_storage;
  for (const { volume, hosts } of sharedVolumes(subject)) {
    const key = sharedKey(volume);
    const said = pick(all, key);
    const mounted = said.value === null ? undefined : given(said.value, "mounted");
    if (said.value === null) {
      // What stands in the place of a wrong name is no host of the file.
      const named = hosts.filter(({ origin }) => allKnown(origin)).map(({ value }) => value);
      if (named.length < 2) continue;
      report(
        "CLP3106",
        pick(site, "hosts").origin,
        `Cannot run on several hosts with ${volume.title} in ${volume.path.value}: ${shortened(named)} would each have their own`,
        {
          also: [{ origin: volume.path.origin, text: "where they are" }],
          help: `Say in the site file how they see the same files: \`shared_storage: {${key}: {nfs: {server: 10.0.0.5, path: /export/${key}}}}\`, or {mounted: true} where somebody mounts them at that path on every host; or keep them on S3`,
        },
      );
    } else if (mounted?.value === true && !volume.path.value.startsWith("/")) {
      report(
        "CLP3110",
        mounted.origin,
        `Cannot tell where ${volume.title} are mounted: ${volume.path.value} is relative to each host's compose file`,
        {
          also: [{ origin: volume.path.origin, text: "the path" }],
          help: "Set `host.clp_home` in the site file, or write an absolute path in the config",
        },
      );
    }
  }
  for (const key of ["archives", "streams", "logs_input"] as const) {
    const said = pick(all, key);
    if (said.value === null) continue;
    const ways = [said.value.nfs !== undefined, said.value.mounted === true].filter(Boolean).length;
    if (ways === 1) continue;
    report(
      "CLP3109",
      said.origin,
      ways === 0
        ? `shared_storage.${key} does not say how the files are shared`
        : `shared_storage.${key} says two ways to share the files`,
      { help: "Write either `nfs: {server: …, path: …}` or `mounted: true`" },
    );
  }
});

function shortened(hosts: readonly string[]): string {
  return hosts.length <= 3 ? listed(hosts) : `${hosts.length} hosts`;
}

/** `CLP3111`: files that hosts share belong to one user. */
export const users = ofHosts(["CLP3111"], (subject, placement) => {
  const { report, model } = subject;
  const files = sharedVolumes(subject).filter(({ volume }) => volume.purpose === "data");
  if (files.length === 0) return;
  const names = new Set(files.flatMap(({ hosts }) => hosts.map(({ value }) => value)));
  const sharing = placement.hosts.filter(({ name }) => names.has(name.value));
  const userOf = ({ name }: PlacedHost): Sourced<string> => {
    const { uid, gid } = model.hosts!.find((one) => one.name.value === name.value)!.model.users[
      "first-party"
    ];
    const origin = uid.origin.kind === "source" ? uid.origin : gid.origin;
    return sourced(`${uid.value}:${gid.value}`, origin);
  };
  const [first] = sharing;
  if (first === undefined) return;
  const reported = new Set<HostEntry>();
  for (const host of sharing) {
    const [one, other] = [userOf(first), userOf(host)];
    if (one.value === other.value || reported.has(host.entry)) continue;
    reported.add(host.entry);
    report(
      "CLP3111",
      other.origin,
      `Cannot share ${listed(files.map(({ volume }) => volume.title))} between ${first.name.value} (${one.value}) and ${host.name.value} (${other.value}): their services run as different users`,
      {
        also: [{ origin: one.origin, text: first.name.value }],
        help: "Give uid and gid once, as host.uid and host.gid",
      },
    );
  }
});
