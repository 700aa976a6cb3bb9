#!/bin/sh
# The first process of a throw-away machine, in namespaces of its own: everything that is mounted here is seen
# through an overlay whose upper half is memory, so that nothing is written to the outside. With the engine's
# programs below it is a host with Docker. keep.sh starts it.
set -eu
engine=$1 compose=$2 store=$3 node=$4 dist=$5

read -r outside _ </proc/self/stat
stage=/run/clp-compile
# /run is the machine's own in any case.
mounts=$(awk '
  {
    for (i = 7; i <= NF && $i != "-"; i++);
    print $5, $(i + 1)
  }' /proc/self/mountinfo)
mount -t tmpfs -o mode=755 clp-compile /run
mkdir -p "$stage/upper" "$stage/work" "$stage/root" "$stage/store" "$stage/docker" "$stage/containerd"
mount --bind "$store" "$stage/store"
root=$stage/root
mount -t overlay -o "lowerdir=/,upperdir=$stage/upper,workdir=$stage/work" machine "$root"

# Other disks, each under an overlay of its own; what takes none is seen and not written.
n=0
echo "$mounts" | while read -r target type; do
  case $target in
    / | /dev | /dev/* | /proc | /proc/* | /sys | /sys/* | /run | /run/*) continue ;;
  esac
  case $type in
    proc | sysfs | cgroup* | mqueue | devpts | devtmpfs | autofs | nsfs | binfmt_misc | fusectl) continue ;;
  esac
  target=$(printf '%b' "$target")
  [ -d "$target" ] && [ -d "$root$target" ] || continue
  n=$((n + 1))
  mkdir "$stage/upper-$n" "$stage/work-$n" "$stage/lower-$n"
  mount --bind "$target" "$stage/lower-$n" 2>/dev/null || continue
  mount -t overlay -o "lowerdir=$stage/lower-$n,upperdir=$stage/upper-$n,workdir=$stage/work-$n" machine "$root$target" 2>/dev/null ||
    mount -o bind,ro "$target" "$root$target"
done

mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty fuse; do
  if [ -e "/dev/$device" ]; then
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
  fi
done
mkdir "$root/dev/pts" "$root/dev/shm" "$root/dev/mqueue"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount -t mqueue mqueue "$root/dev/mqueue"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
for n in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${n%%:*}" "$root/dev/${n##*:}"; done
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mkdir -m 1777 "$root/run/lock"

# The control groups of this machine alone, at their usual places.
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
  # A group that has children with controllers may hold no processes itself.
  mkdir "$root/sys/fs/cgroup/init"
  while read -r process; do echo "$process" >"$root/sys/fs/cgroup/init/cgroup.procs" || true; done <"$root/sys/fs/cgroup/cgroup.procs"
  sed 's/ / +/g; s/^/+/' "$root/sys/fs/cgroup/cgroup.controllers" >"$root/sys/fs/cgroup/cgroup.subtree_control"
else
  mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
  awk '
    {
      for (i = 7; i <= NF && $i != "-"; i++);
      if ($(i + 1) == "cgroup") print $5, $(i + 3)
    }' /proc/self/mountinfo | while read -r target options; do
    mkdir -p "$root$target"
    mount -t cgroup -o "${options#rw,}" cgroup "$root$target"
  done
  mount -o remount,ro "$root/sys/fs/cgroup"
fi

# The engine's images, read-only; all else that it writes is memory. An overlay cannot stand on an overlay.
mkdir -p "$root/var/lib/docker"
mount --bind "$stage/docker" "$root/var/lib/docker"
if [ -d "$stage/store/overlay2" ]; then
  for part in "$stage/store"/*; do
    case ${part##*/} in
      overlay2) ;;
      *) cp -a "$part" "$root/var/lib/docker/" ;;
    esac
  done
  mkdir -m 710 "$root/var/lib/docker/overlay2"
  # By links, not mounts: an engine that stops unmounts all that is below its own directory.
  mkdir "$root/run/images"
  mount -o bind,ro "$stage/store/overlay2" "$root/run/images"
  for layer in "$stage/store/overlay2"/*; do
    to=$root/var/lib/docker/overlay2/${layer##*/}
    mkdir "$to"
    for part in "$layer"/*; do
      case ${part##*/} in
        diff) ln -s "/run/images/${layer##*/}/diff" "$to/diff" ;;
        *) cp -a "$part" "$to/" ;;
      esac
    done
  done
fi

# The same for containerd alone, where the machine is to be a node of Kubernetes.
mkdir -p "$root/var/lib/containerd"
mount --bind "$stage/containerd" "$root/var/lib/containerd"
snapshots=io.containerd.snapshotter.v1.overlayfs/snapshots
if [ -d "$stage/store/$snapshots" ]; then
  tar -C "$stage/store" -c --exclude="./$snapshots/*/fs/*" . | tar -C "$root/var/lib/containerd" -x
  for layer in "$stage/store/$snapshots"/*/fs; do
    mount -o bind,ro "$layer" "$root/var/lib/containerd/${layer#"$stage/store/"}"
  done
fi

# What an operator has: docker with its plug-in, Node, this compiler.
see() {
  rm -f "$root$2"
  mkdir -p "$root${2%/*}"
  touch "$root$2"
  mount -o bind,ro "$1" "$root$2"
}
rm -f "$root/usr/local/bin/docker"
for program in "$engine"/usr/bin/* "$engine"/usr/sbin/*; do see "$program" "${program#"$engine"}"; done
# Not below /usr/share, where Debian has it: what is mounted cannot be removed, and a machine may remove all of that.
for program in "$engine"/usr/share/docker.io/contrib/*; do see "$program" "/usr/local/bin/${program##*/}"; done
for tool in oci-runtime set-network start-engine start-rootless-engine stop-engine; do see "${0%/*}/$tool" "/usr/local/bin/$tool"; done
see "$compose" /usr/libexec/docker/cli-plugins/docker-compose
see "$node" /usr/local/bin/node
# A copy: who builds the compiler meanwhile replaces the folder.
mkdir -p "$root/opt/clp-compile"
cp -R "$dist/." "$root/opt/clp-compile/"
chmod -R a+rX "$root/opt/clp-compile"
ln -sf /opt/clp-compile/clp-compile.cjs "$root/usr/local/bin/clp-compile"

ip link set lo up
hostname clp-host
rm -f "$root/etc/hosts"
printf '127.0.0.1 localhost clp-host\n' >"$root/etc/hosts"

mkdir "$root/run/outside"
cd "$root"
pivot_root . run/outside
cd /
umount -l /run/outside
rmdir /run/outside

# Whoever waits is told when the machine can be entered; then this process takes up what others leave behind.
echo "ready $outside"
exec >/dev/null
trap 'exit 0' TERM
while :; do
  sleep 1000000 &
  wait
done
