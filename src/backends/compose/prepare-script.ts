/** `prepare.sh`: the directories that must be there, with owner and mode, before Compose starts anything (D55). */
import { constant, derived, type Origin } from "../../base/origin.ts";
import { shell } from "../../base/shell.ts";
import { type EmittedFile, emittedFile, type Line } from "../../model/emitted-file.ts";
import type { DeploymentModel, Party } from "../../model/model.ts";

const FACT = constant("what prepare.sh does is the same for every deployment");

const BEGIN = `#!/bin/sh
# Made by clp-compile. Creates what the containers mount, with owner and mode. Run it before the first
# start and after each change of paths or users; running it again changes nothing. It deletes nothing.
set -eu
umask 022
cd -- "$(dirname -- "$0")"
me=$(id -u)

fail() {
  printf 'prepare.sh: %s\\n' "$1" >&2
  exit 1
}

# own PATH UID GID MODE: gives PATH to UID:GID, where it is not so yet.
own() {
  if [ -z "$(find "$1" -prune -user "$2" -group "$3")" ]; then
    if [ "$me" -ne 0 ] && [ "$me" -ne "$2" ]; then
      fail "$1 must belong to $2:$3, and only root can give it away: run this as root"
    fi
    chown "$2:$3" "$1" || fail "cannot give $1 to $2:$3: run this as root"
  fi
  if [ -z "$(find "$1" -prune -perm "$4")" ]; then
    chmod "$4" "$1" || fail "cannot set the mode of $1 to $4: run this as root"
  fi
}

# directory PATH UID GID MODE
directory() {
  if [ -e "$1" ] && [ ! -d "$1" ]; then
    fail "$1 is in the way: it is no directory"
  fi
  mkdir -p -- "$1" || fail "cannot create $1"
  own "$@"
}

# mounted PATH MODE: a generated file that containers of any user read
mounted() {
  [ -f "$1" ] || fail "$1 is missing: compile again"
  if [ -z "$(find "$1" -prune -perm "$2")" ]; then
    chmod "$2" "$1" || fail "cannot set the mode of $1 to $2: run this as its owner or as root"
  fi
}

# private PATH UID GID: a generated file that holds secrets
private() {
  [ -f "$1" ] || fail "$1 is missing: it holds secrets, so compile with credentials on this host"
  own "$1" "$2" "$3" 600
}
`;

export function prepareScript(model: DeploymentModel): EmittedFile<"public"> {
  const ownership = (party: Party): Origin => {
    const { uid, gid } = model.users[party];
    return derived("uid and gid of the site file", uid.origin, gid.origin);
  };
  const directories = model.directories.map(({ path, owner: party, mode }): Line => {
    const { uid, gid } = model.users[party];
    return {
      text: shell`directory ${path.value} ${uid.value} ${gid.value} ${mode.toString(8).padStart(4, "0")}`,
      origins: [path.origin, ownership(party)],
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
  const begin = BEGIN.split("\n").map((text): Line => ({ text, origins: [FACT] }));
  return emittedFile("compose/prepare.sh", "public", [...begin, ...directories, ...files], 0o755);
}
