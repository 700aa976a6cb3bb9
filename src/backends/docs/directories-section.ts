/** What lies on the host: directories with owner and mode, and what may be lost. */

import { listed } from "../../base/listed.ts";
import { code, prose } from "../../base/markdown-text.ts";
import type { DeploymentModel, Owner, PreparedDirectory, Sharing, Volume } from "../../model/model.ts";
import type { Line } from "../../model/text.ts";
import type { DocsOptions } from "./docs-options.ts";
import { blocks, fixed, type Row, table } from "./markdown.ts";

const PURPOSES = {
  data: "**yes: back it up**",
  logs: "no",
  scratch: "no, while nothing runs",
  staging: "until it is uploaded",
  input: "yours: it is only read",
  settings: "yours: they are only read",
  socket: "the engine's own",
} as const satisfies Record<Volume["purpose"], string>;

interface Use {
  readonly name: string;
  readonly at: string;
  readonly subPath: string | undefined;
  readonly readOnly: boolean;
}

function usesOf(model: DeploymentModel, volume: Volume): readonly Use[] {
  return model.components.flatMap((component) =>
    component.kind === "external"
      ? []
      : component.mounts.flatMap((mount) =>
          mount.kind === "volume" && mount.volume === volume.id
            ? [
                {
                  name: component.name,
                  at: mount.at.value,
                  subPath: mount.subPath,
                  readOnly: mount.readOnly,
                },
              ]
            : [],
        ),
  );
}

/** Where containers see a volume, or the directory of it that is theirs, and who they are. */
function displayUses(uses: readonly Use[]): { readonly where: string; readonly who: string } {
  const places = uses.map(({ at, subPath }) =>
    subPath === undefined || at.endsWith(`/${subPath}`) ? code(at) : `${code(at)} (${code(subPath)})`,
  );
  const names = uses.map(
    ({ name, subPath, readOnly }) =>
      `${code(name)}${readOnly ? " (reads)" : subPath === undefined && uses.some((one) => one.subPath !== undefined) ? " (all of it)" : ""}`,
  );
  return { where: [...new Set(places)].join(", "), who: [...new Set(names)].join(", ") };
}

function ownerOf(model: DeploymentModel, owner: Owner): string {
  const { uid, gid } = model.users[owner];
  return code(`${uid.value}:${gid.value}`);
}

function octal(mode: number): string {
  return code(mode.toString(8).padStart(4, "0"));
}

/** Where a volume is on a host, or how hosts share it. */
function placeOf({ path }: Volume, sharing: Sharing | undefined): string {
  switch (sharing?.kind) {
    case undefined:
      return code(path.value);
    case "nfs":
      return `${code(`${sharing.server.value}:${sharing.path.value}`)} (NFS)`;
    case "mounted":
      return `${code(path.value)} (the same on all hosts)`;
    default:
      return sharing satisfies never;
  }
}

export function directories(model: DeploymentModel, { composeFolder }: DocsOptions): readonly Line[] {
  const shared = new Map(
    (model.hosts ?? []).flatMap(({ model: { volumes } }) =>
      volumes.map(({ id, sharing }) => [id, sharing] as const),
    ),
  );
  const rows = model.volumes.map((volume): Row => {
    const directory = model.prepared.find(({ path }) => path.value === volume.path.value);
    const uses = usesOf(model, volume);
    const { where, who } = displayUses(uses);
    // What hosts share is made where it is stored.
    const isShared = shared.get(volume.id) !== undefined;
    const user = directory === undefined ? undefined : model.users[directory.owner];
    return {
      cells: [
        placeOf(volume, shared.get(volume.id)),
        prose(volume.title),
        PURPOSES[volume.purpose],
        directory === undefined ? "–" : ownerOf(model, directory.owner),
        directory === undefined || isShared ? "–" : octal(directory.mode),
        where,
        who,
      ],
      origins: [volume.path.origin, ...(user === undefined ? [] : [user.uid.origin, user.gid.origin])],
    };
  });
  const paths = new Set<string>(model.volumes.map(({ path }) => path.value));
  return blocks(
    [fixed("## Volumes")],
    rows.length === 0
      ? []
      : [
          fixed(
            `Directories of the host that containers mount. A path that starts with \`./\` begins in ${code(`${composeFolder}/`)}; \`prepare.sh\` makes those with an owner. What a cluster has in their place is in \`kubernetes/\`.`,
          ),
        ],
    table(["On the host", "What", "Worth keeping", "Owner", "Mode", "In containers", "Used by"], rows),
    model.hosts === undefined
      ? []
      : [
          fixed(
            "A host has those of what it runs; one with its own `clp_home` has there what is relative in the config.",
          ),
        ],
    alsoMade(
      model,
      model.prepared.filter(({ path }) => !paths.has(path.value)),
    ),
  );
}

/** The directories that no container mounts by itself, with owner and mode said once where they are all alike. */
function alsoMade(model: DeploymentModel, others: readonly PreparedDirectory[]): readonly Line[] {
  if (others.length === 0) return [];
  const rights = ({ owner, mode }: PreparedDirectory): string => `${ownerOf(model, owner)}, ${octal(mode)}`;
  const alike = new Set(others.map(rights)).size === 1;
  const names = others.map((one) => `${code(one.path.value)}${alike ? "" : ` (${rights(one)})`}`);
  const origins = others.flatMap(({ path, owner }) => {
    const { uid, gid } = model.users[owner];
    return [path.origin, uid.origin, gid.origin];
  });
  return [
    {
      text: `\`prepare.sh\` also makes ${listed(names)}${alike ? ` (${rights(others[0]!)})` : ""}.`,
      origins: [...new Set(origins)],
    },
  ];
}
