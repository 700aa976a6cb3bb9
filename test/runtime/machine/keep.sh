#!/bin/sh
# Keeps a throw-away machine for as long as whoever started this holds its standard input open:
#
#     keep.sh ENGINE COMPOSE STORE NODE DIST
#
# Prints `ready PID` once the machine is there; `nsenter --target PID --all` goes into it, and /proc/PID/root is
# its file system. When the input closes, by an end of any kind, nothing is left of the machine: no process,
# mount, interface, file or control group. See README.md for how that comes about.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
name=clp-compile-machine-$$

# Each hierarchy of control groups that is mounted: its mount point and our own group in it.
groups() {
  while IFS=: read -r _ controllers own; do
    awk -v controllers="$controllers" -v own="$own" '
      {
        for (i = 7; i <= NF && $i != "-"; i++);
        type = $(i + 1); options = "," $(i + 3) ","
        if (controllers == "" ? type == "cgroup2" : type == "cgroup" && index(options, "," controllers ","))
          { print $5 (own == "/" ? "" : own); exit }
      }' /proc/self/mountinfo
  done </proc/self/cgroup
}

# The groups of a machine, the innermost first. What has been killed may need a moment to be gone.
remove_groups() {
  groups | while read -r group; do
    [ -d "$group/$1" ] || continue
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      if find "$group/$1" -depth -type d -exec rmdir {} + 2>/dev/null; then break; fi
      sleep 0.2
    done
  done
}

# What a keeper that was killed itself could not remove.
sweep() {
  groups | while read -r group; do
    for old in "$group"/clp-compile-machine-*; do
      if [ -d "$old" ] && [ ! -d "/proc/${old##*-}" ]; then echo "${old##*/}"; fi
    done
  done | sort -u | while read -r old; do remove_groups "$old"; done
}

# Puts the shell that calls it into a group of this machine in each hierarchy.
join() {
  for group in $(groups); do
    mkdir "$group/$name" 2>/dev/null || continue
    for file in cpuset.cpus cpuset.mems; do
      if [ -e "$group/$name/$file" ]; then cat "$group/$file" >"$group/$name/$file"; fi
    done
    echo 0 >"$group/$name/cgroup.procs"
  done
}

sweep
exec 3<&0 </dev/null
(
  exec 3<&-
  join
  exec unshare --mount --net --pid --uts --ipc --cgroup --fork --kill-child --propagation private \
    sh "$here/inside.sh" "$@"
) &
child=$!
(cat >/dev/null <&3; kill -KILL "$child") &
watch=$!
trap 'kill -KILL "$child"' INT TERM
exec 3<&-
wait "$child" 2>/dev/null || true
kill -KILL "$watch" 2>/dev/null || true
remove_groups "$name"
