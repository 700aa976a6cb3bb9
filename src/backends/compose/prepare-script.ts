/** `prepare.sh`: the directories that must be there, with owner and mode, before Compose starts anything (D55). */
import { constant, derived, type Origin, type Sourced, sourced } from "../../base/origin.ts";
import { shell } from "../../base/shell.ts";
import { type EmittedFile, emittedFile } from "../../model/emitted-file.ts";
import { mountedFile } from "../../model/instances.ts";
import type { DeploymentModel, Owner } from "../../model/model.ts";
import { type Line, textOfLines } from "../../model/text.ts";
import { type Bundle, pathIn } from "./bundle.ts";
import { secretsAskedFor } from "./env-file.ts";
import { isWithoutFiles } from "./environment.ts";

/**
 * What the compose file needs: `start_interval`, which the engine knows from version 25 on (facts: moby API
 * 1.44), and Compose hands on from 2.24 on (facts: docker/compose, pull request 10939).
 */
const DOCKER = { engine: "25", api: "1.44", compose: "2.24" } as const;

const FACT = constant("what prepare.sh does is the same for every deployment");

const BEGIN = `#!/bin/sh
# Made by clp-compile. Creates what the containers mount, with owner and mode. Run it before the first
# start and after each change of paths or users; running it again changes nothing. It deletes nothing.
# With --check it changes nothing at all: it says what is not as it must be, the versions of Docker included.
# shellcheck disable=SC1003,SC2016 # A path stands between single quotes as it is, dollar and backslash included.
set -eu
umask 022
cd -- "$(dirname -- "$0")"
me=$(id -u)
check=no
bad=no

# fail REASON: ends here; with --check, remembers it and goes on
fail() {
  printf 'prepare.sh: %s\\n' "$1" >&2
  [ "$check" = yes ] || exit 1
  bad=yes
}

if [ "$#" -gt 0 ]; then
  [ "$1" = --check ] || fail "unknown argument $1: it takes --check, or none"
  check=yes
fi

# own PATH UID GID MODE: gives PATH to UID:GID, where it is not so yet.
own() {
  if [ -z "$(find "$1" -prune -user "$2" -group "$3")" ]; then
    if [ "$me" -ne 0 ] && [ "$me" -ne "$2" ]; then
      fail "$1 must belong to $2:$3, and only root can give it away: run this as root"
    elif [ "$check" = yes ]; then
      fail "$1 must belong to $2:$3: run this without --check"
    else
      chown "$2:$3" "$1" || fail "cannot give $1 to $2:$3: run this as root"
    fi
  fi
  moded "$1" "$4"
}

# moded PATH MODE
moded() {
  [ -z "$(find "$1" -prune -perm "$2")" ] || return 0
  if [ "$check" = yes ]; then
    fail "$1 must have the mode $2: run this without --check"
  else
    chmod "$2" "$1" || fail "cannot set the mode of $1 to $2: run this as its owner or as root"
  fi
}

# directory PATH UID GID MODE
directory() {
  if [ -e "$1" ] && [ ! -d "$1" ]; then
    fail "$1 is in the way: it is no directory"
  elif [ ! -d "$1" ] && [ "$check" = yes ]; then
    fail "$1 is missing: run this without --check"
  else
    mkdir -p -- "$1" || fail "cannot create $1"
    own "$@"
  fi
}

# mounted PATH MODE: a generated file that containers of any user read
mounted() {
  if [ -f "$1" ]; then
    moded "$@"
  else
    fail "$1 is missing: compile again"
  fi
}

# private PATH UID GID: a generated file that holds secrets
private() {
  if [ -f "$1" ]; then
    own "$1" "$2" "$3" 600
  else
    fail "$1 is missing: it holds secrets, so compile with credentials on this host"
  fi
}

# theirs PATH UID GID: what is the operator's own, and services read as UID:GID
theirs() {
  if [ ! -e "$1" ]; then
    # Docker says so too, before anything has started.
    [ "$check" = no ] || fail "$1 is missing, or hidden from you, and containers mount it: is the path right?"
    return 0
  fi
  case $(ls -ld -- "$1") in
  # An access control list may allow more than the mode does.
  ??????????+*) return 0 ;;
  esac
  may=r
  [ ! -d "$1" ] || may=x
  [ "$2" -ne 0 ] || return 0
  [ -n "$(find "$1" -prune \\( -user "$2" -perm -u+$may -o ! -user "$2" -group "$3" -perm -g+$may -o ! -user "$2" ! -group "$3" -perm -o+$may \\))" ] ||
    fail "the services run as $2:$3 and cannot read $1: let that user read it, or set host.uid and host.gid in the site file"
}

# ours PATH: what docker compose reads as the user who calls it
ours() {
  if [ -e "$1" ]; then
    [ -r "$1" ] || fail "you (uid $me) cannot read $1, and docker compose reads it as you: run this and docker compose as its owner, or give the file to yourself"
  elif [ "$check" = yes ]; then
    fail "$1 is missing: compile with credentials on this host"
  fi
}

# number VERSION FIELD: a part of it, without what stands behind its digits
number() {
  printf %s "$1" | tr -d v | cut -d . -f "$2" | sed 's/[^0-9].*//'
}

# least FOUND NEEDED: versions by their first two numbers
least() {
  major=$(number "$1" 1)
  minor=$(number "$1" 2)
  [ -n "$major" ] && [ -n "$minor" ] || return 1
  [ "$major" -gt "$(number "$2" 1)" ] ||
    { [ "$major" -eq "$(number "$2" 1)" ] && [ "$minor" -ge "$(number "$2" 2)" ]; }
}

# on_host: true outside of every user namespace, where ids are the host's
on_host() {
  [ -r /proc/self/uid_map ] || return 1
  read -r _ _ ids </proc/self/uid_map
  [ "$ids" = 4294967295 ]
}

# versions: of Docker on this host, and whose ids it means
versions() {
  if ! engine=$(docker version --format '{{.Server.APIVersion}}' 2>&1); then
    fail "cannot ask Docker for its version: $(printf %s "$engine" | tail -n 1)"
    return 0
  fi
  least "$engine" ENGINE_API ||
    fail "Docker Engine ENGINE or later is needed (API ENGINE_API, and this one has $engine): an older one does not know start_interval, and is slow to start or refuses"
  # An engine without root counts ids in a namespace of its own, in which the containers' are meant.
  if docker info --format '{{.SecurityOptions}}' 2>/dev/null | grep -q 'name=rootless' && on_host; then
    fail 'this Docker runs without root, and the ids of containers are others on the host: run this by nsenter --preserve-credentials --user --mount --wd=. --target "$(cat "$XDG_RUNTIME_DIR/docker.pid")" sh prepare.sh'
  fi
  if ! compose=$(docker compose version --short 2>&1); then
    fail "docker compose is not there: install Docker's Compose plug-in"
    return 0
  fi
  least "$compose" COMPOSE ||
    fail "Docker Compose COMPOSE or later is needed, and this one is $compose: an older one ignores or refuses start_interval"
}
`
  .replaceAll("ENGINE_API", DOCKER.api)
  .replaceAll("ENGINE", DOCKER.engine)
  .replaceAll("COMPOSE", DOCKER.compose);

const LABELS = `
# labelled PATH: gives it the label by which SELinux lets containers share it, with all below it
labelled() {
  command -v selinuxenabled >/dev/null && selinuxenabled || return 0
  case $(stat -c %C -- "$1") in
  *:container_file_t:s0) ;;
  *)
    if [ "$check" = yes ]; then
      fail "$1 has not the label that containers share: run this without --check"
    else
      chcon -R -t container_file_t -l s0 -- "$1" || fail "cannot label $1: run this as root"
    fi
    ;;
  esac
}
`;

const SHARED = `
# shared PATH UID GID: what hosts share, which somebody mounts here, and services write as UID:GID
shared() {
  if [ ! -d "$1" ]; then
    fail "$1 is missing, or hidden from you: mount what the hosts share there"
    return 0
  fi
  # The host that serves it to the others has it on its own disk.
  [ "$(stat -c %m -- "$1" 2>/dev/null || echo "$1")" != / ] ||
    echo "prepare.sh: nothing is mounted at $1 or above: right only on the host that serves it to the others" >&2
  case $(ls -ld -- "$1") in
  ??????????+*) return 0 ;;
  esac
  [ "$2" -ne 0 ] || return 0
  [ -n "$(find "$1" -prune \\( -user "$2" -perm -u+wx -o ! -user "$2" -group "$3" -perm -g+wx -o ! -user "$2" ! -group "$3" -perm -o+wx \\))" ] ||
    fail "the services run as $2:$3 and cannot write to $1: give it to that user where it is stored"
}
`;

const ENVIRONMENT = `
# environment NAME...: secrets that docker compose takes from its environment, and from no file
environment() {
  [ "$check" = yes ] || return 0
  missing=
  for name; do
    [ -n "$(printenv "$name")" ] || missing="$missing $name"
    ! grep -q "^$name=." .env 2>/dev/null ||
      fail ".env holds $name, and secrets are to stand in no file: delete that line"
  done
  [ -z "$missing" ] ||
    echo "prepare.sh: not in this environment:$missing. Every docker compose command needs them, as .env.example says" >&2
}
`;

const END = `
if [ "$check" = yes ]; then
  versions
  [ "$bad" = no ] || exit 1
  echo "prepare.sh: everything is as it must be"
fi`;

export function prepareScript(bundle: Bundle): EmittedFile<"public"> {
  const { model } = bundle;
  const { selinux } = bundle.options;
  const ownership = (owner: Owner): Origin => {
    const { uid, gid } = model.users[owner];
    return derived("uid and gid of the site file", uid.origin, gid.origin);
  };
  const directories = model.prepared.map(({ path, owner, mode }): Line => {
    const { uid, gid } = model.users[owner];
    return {
      text: shell`directory ${path.value} ${uid.value} ${gid.value} ${mode.toString(8).padStart(4, "0")}`,
      origins: [path.origin, ownership(owner)],
    };
  });
  const files = model.files.map(({ path, secret, origin }): Line => {
    if (!secret) return { text: shell`mounted ${path} 0644`, origins: [origin] };
    const { uid, gid } = model.users["first-party"];
    return {
      text: shell`private ${path} ${uid.value} ${gid.value}`,
      origins: [origin, ownership("first-party")],
    };
  });
  const folders = mountedFolders(model).map(
    ({ value: path, origin }): Line => ({ text: shell`moded ${path} 0755`, origins: [origin] }),
  );
  const { uid, gid } = model.users["first-party"];
  const theirs = model.volumes
    .filter(
      ({ purpose, sharing }) => (purpose === "input" || purpose === "settings") && sharing?.kind !== "nfs",
    )
    .map(
      ({ path }): Line => ({
        text: shell`theirs ${path.value} ${uid.value} ${gid.value}`,
        origins: [path.origin, ownership("first-party")],
      }),
    );
  const shared = model.volumes.flatMap(({ path, purpose, sharing }): readonly Line[] =>
    sharing?.kind !== "mounted" || purpose === "input"
      ? []
      : [
          {
            text: shell`shared ${path.value} ${uid.value} ${gid.value}`,
            origins: [path.origin, sharing.origin, ownership("first-party")],
          },
        ],
  );
  const ours = [fixed(shell`ours docker-compose.yaml`), ...secretsInReach(bundle)];
  const labelled =
    selinux.value === null
      ? []
      : [
          ...model.prepared.map(({ path }) => path),
          ...model.files.map(({ path }) => sourced(path, FACT)),
        ].map(
          ({ value, origin }): Line => ({
            text: shell`labelled ${value}`,
            origins: [origin, selinux.origin],
          }),
        );
  const sharing = shared.length === 0 ? [] : SHARED.split("\n").slice(1).map(fixed);
  const environment = isWithoutFiles(bundle.options) ? ENVIRONMENT.split("\n").slice(1).map(fixed) : [];
  const labels = selinux.value === null ? [] : LABELS.split("\n").slice(1).map(fixed);
  return emittedFile(
    pathIn(bundle, "prepare.sh"),
    "public",
    textOfLines([
      ...BEGIN.split("\n").map(fixed),
      ...labels,
      ...sharing,
      ...environment,
      ...directories,
      ...files,
      ...folders,
      ...theirs,
      ...shared,
      ...ours,
      ...labelled,
      ...END.split("\n").map(fixed),
    ]),
    0o755,
  );
}

/** Where `docker compose` finds the secrets that it asks for. */
function secretsInReach(bundle: Bundle): readonly Line[] {
  if (!isWithoutFiles(bundle.options)) return [fixed(shell`ours .env`)];
  const variables = secretsAskedFor(bundle);
  return [
    {
      text: shell`environment ${variables.map(({ name }) => name)}`,
      origins: [bundle.options.secrets.origin, ...variables.map(({ origin }) => origin)],
    },
  ];
}

/** Folders that containers mount whole: whoever compiled may have kept them to himself. */
function mountedFolders(model: DeploymentModel): readonly Sourced<string>[] {
  return model.components.flatMap((component) =>
    component.kind === "external"
      ? []
      : component.mounts.flatMap((mount) => {
          if (mount.kind !== "file" || mount.folder !== true) return [];
          const { path } = mountedFile(model, mount);
          return [sourced(path.slice(0, path.lastIndexOf("/")), mount.origin)];
        }),
  );
}

function fixed(text: string): Line {
  return { text, origins: [FACT] };
}
