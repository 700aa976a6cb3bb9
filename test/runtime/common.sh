# shellcheck shell=sh disable=SC2034
# Sourced by the scripts of this folder.

# Where everything that is built goes; test/conformance/programs has the same.
cache=${CLP_COMPILE_PROGRAMS:-${XDG_CACHE_HOME:-$HOME/.cache}/clp-compile/programs}

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# What apt knows of its sources, as lines `CODENAME URI`.
apt_sources() {
  apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' | sort -u
}

# From where this machine has its packages of Debian; nothing here names a mirror.
debian_mirror() {
  apt_sources | awk '$1 !~ /-/ && $2 ~ /\/debian\/?$/ { sub(/\/$/, "", $2); print $2; exit }'
}

debian_security_mirror() {
  apt_sources | awk '$1 ~ /-security$/ && $2 ~ /debian-security\/?$/ { sub(/\/$/, "", $2); print $2; exit }'
}
