#!/bin/sh
# Builds the conformance programs that are written in Go, each from its own module beside this file, and
# Presto's coordinator, which is Java:
#
#     build.sh [actionlint] [age] [cni] [compose] [coredns] [eso] [gitops] [helm] [kubernetes] [kubeseal] [pause] [policies]
#              [presto] [sops]                                            (none named: all)
#     build.sh --folder-of NAME                                           prints where it goes
#
# They go to a cache outside the checkout, in a folder named after module and version, and after the
# checksum of its sources where they stand here. What is there already is not built again, and of two runs
# at once the second waits. `programs.ts` looks in the same place.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cache=${CLP_COMPILE_PROGRAMS:-${XDG_CACHE_HOME:-$HOME/.cache}/clp-compile/programs}
work=
asked=

fail() {
  echo "build.sh: $*" >&2
  exit 1
}

clean() {
  if [ -n "$work" ]; then rm -rf -- "$work"; fi
  work=
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The version of module $2 that ./$1/go.mod requires.
required() {
  awk -v module="$2" '
    { sub(/^require /, "") }
    $1 == module && $2 ~ /^v/ { print $2; exit }
  ' "$here/$1/go.mod"
}

# The checksum of the sources in ./$1, for a program that is written here.
sources() {
  cat -- "$here/$1"/* | sha256sum | cut -c 1-12
}

# built BINARY=PACKAGE...: whether all of them are in $folder
built() {
  for pair; do
    if [ ! -x "$folder/${pair%%=*}" ]; then return 1; fi
  done
}

# build NAME VERSION LDFLAGS BINARY=PACKAGE...
#
# Each binary appears under its name in one rename, so that nobody sees half of one.
build() {
  name=$1 version=$2 ldflags=$3
  shift 3
  folder=$cache/$name-$version
  if [ -n "$asked" ]; then
    echo "$folder"
    return
  fi
  if built "$@"; then return; fi

  command -v go >/dev/null || fail "cannot build $name $version: Go is not installed"
  mkdir -p -- "$folder"
  # Where there is no flock, two runs at once do the same work twice, and no harm.
  if command -v flock >/dev/null; then
    exec 9>"$cache/.$name.lock"
    flock 9
    if built "$@"; then return; fi
  fi
  echo "building $name $version"
  work=$(mktemp -d "$cache/.building.XXXXXX")
  for pair; do
    if built "$pair"; then continue; fi
    # Go reports its downloads on standard error: kept for the case that it fails.
    if ! (cd "$here/$name" && CGO_ENABLED=0 GOWORK=off go build -mod=readonly -buildvcs=false -trimpath \
      -ldflags "-s -w $ldflags" -o "$work/${pair%%=*}" "${pair#*=}") 2>"$work/log"; then
      cat "$work/log" >&2
      fail "cannot build $name $version"
    fi
  done
  for pair; do
    if built "$pair"; then continue; fi
    mv -f -- "$work/${pair%%=*}" "$folder/${pair%%=*}"
  done
  clean
}

actionlint() {
  v=$(required actionlint github.com/rhysd/actionlint)
  build actionlint "$v" "-X github.com/rhysd/actionlint.version=${v#v}" \
    actionlint=github.com/rhysd/actionlint/cmd/actionlint
}

age() {
  v=$(required age filippo.io/age)
  build age "$v" "-X main.Version=$v" age=filippo.io/age/cmd/age age-keygen=filippo.io/age/cmd/age-keygen
}

cni() {
  module=github.com/containernetworking/plugins
  v=$(required cni $module)
  build cni "$v" "-X $module/pkg/utils/buildversion.BuildVersion=$v" \
    bridge=$module/plugins/main/bridge \
    host-local=$module/plugins/ipam/host-local \
    loopback=$module/plugins/main/loopback \
    portmap=$module/plugins/meta/portmap
}

coredns() {
  v=$(required coredns github.com/coredns/coredns)
  build coredns "$v-$(sources coredns)" '' coredns=.
}

compose() {
  v=$(required compose github.com/docker/compose/v5)
  build compose "$v" "-X github.com/docker/compose/v5/internal.Version=$v" \
    docker-compose=github.com/docker/compose/v5/cmd
}

# Helm's own build tells it for which Kubernetes it lints and renders when no cluster is asked: that of
# its client library. Without that it takes 1.20.
helm() {
  v=$(required helm helm.sh/helm/v3)
  client=$(required helm k8s.io/client-go)
  minor=${client#v0.}
  minor=${minor%%.*}
  flags="-X helm.sh/helm/v3/internal/version.version=$v"
  for package in lint/rules chartutil; do
    flags="$flags -X helm.sh/helm/v3/pkg/$package.k8sVersionMajor=1"
    flags="$flags -X helm.sh/helm/v3/pkg/$package.k8sVersionMinor=$minor"
  done
  build helm "$v" "$flags" helm=helm.sh/helm/v3/cmd/helm
}

kubernetes() {
  v=$(required kubernetes k8s.io/kubernetes)
  minor=${v#v1.}
  minor=${minor%%.*}
  flags=
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags="$flags -X $package.gitVersion=$v -X $package.gitMajor=1 -X $package.gitMinor=$minor"
  done
  build kubernetes "$v" "$flags" \
    kubectl=k8s.io/kubernetes/cmd/kubectl \
    kube-apiserver=k8s.io/kubernetes/cmd/kube-apiserver \
    kube-controller-manager=k8s.io/kubernetes/cmd/kube-controller-manager \
    kube-proxy=k8s.io/kubernetes/cmd/kube-proxy \
    kube-scheduler=k8s.io/kubernetes/cmd/kube-scheduler \
    kubelet=k8s.io/kubernetes/cmd/kubelet
}

# The template engine of the External Secrets Operator, with the definitions of a release that runs in clusters.
eso() {
  module=github.com/external-secrets/external-secrets
  v=$(required eso $module)
  build eso "$v-$(sources eso)" '' render-secret=.
  if [ -n "$asked" ] || [ -f "$folder/crds.yaml" ]; then return; fi
  source=$(go mod download -json "$module@v1.3.2" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
  cp -- "$source/deploy/crds/bundle.yaml" "$folder/.crds.yaml"
  mv -f -- "$folder/.crds.yaml" "$folder/crds.yaml"
}

kubeseal() {
  module=github.com/bitnami-labs/sealed-secrets
  v=$(required kubeseal $module)
  build kubeseal "$v" "-X main.VERSION=$v" kubeseal=$module/cmd/kubeseal
}

sops() {
  module=github.com/getsops/sops/v3
  v=$(required sops $module)
  build sops "$v" '' sops=$module/cmd/sops
}

# cyclonus, which says what policies let through.
policies() {
  v=$(required policies github.com/mattfenwick/cyclonus)
  build policies "$v-$(sources policies)" '' judge-policies=.
}

# The definitions of the objects by which Argo CD and Flux apply a folder, from their own modules.
gitops() {
  folder=$cache/gitops-$(sources gitops)
  if [ -n "$asked" ]; then
    echo "$folder"
    return
  fi
  if [ -f "$folder/crds.yaml" ]; then return; fi
  command -v go >/dev/null || fail "cannot get the definitions of Argo CD and Flux: Go is not installed"
  echo "getting the definitions of Argo CD and Flux"
  mkdir -p -- "$folder"
  while read -r module path; do
    source=$(go mod download -json "$module" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
    printf -- '---\n'
    cat -- "$source/$path"
  done <"$here/gitops/definitions.txt" >"$folder/.crds.yaml"
  mv -f -- "$folder/.crds.yaml" "$folder/crds.yaml"
}

# The server of Presto from Maven Central's jars, each by its hash, and stand-ins of CLP's connector and of its
# images' entry points. The folder is laid out as the images' /opt/presto-server, where a plug-in has all that it uses beside it.
presto() {
  sum=$(cd "$here/presto" && find pom.xml jars.sha256 entrypoint.sh connector -type f | LC_ALL=C sort | while read -r file; do cat -- "$file"; done | sha256sum | cut -c 1-12)
  folder=$cache/presto-$sum
  if [ -n "$asked" ]; then
    echo "$folder"
    return
  fi
  if [ -d "$folder" ]; then return; fi
  for needed in mvn javac; do
    command -v "$needed" >/dev/null || fail "cannot build presto: $needed is not installed"
  done
  mkdir -p -- "$cache"
  if command -v flock >/dev/null; then
    exec 9>"$cache/.presto.lock"
    flock 9
    if [ -d "$folder" ]; then return; fi
  fi
  echo "building presto"
  work=$(mktemp -d "$cache/.building.XXXXXX")
  mkdir -p "$work/presto/plugin/clp" "$work/presto/etc" "$work/classes/META-INF/services"
  if ! {
    mvn --batch-mode --quiet --file "$here/presto/pom.xml" dependency:copy-dependencies \
      -DincludeScope=runtime -DoutputDirectory="$work/presto/lib" &&
      (cd "$work/presto/lib" && sha256sum --check --strict --quiet "$here/presto/jars.sha256") &&
      tar -xzf "$work"/presto/lib/launcher-*-bin.tar.gz -C "$work/presto" && rm "$work"/presto/lib/launcher-*-bin.tar.gz &&
      printf 'main-class=com.facebook.presto.server.PrestoServer\nprocess-name=presto-server\n' >"$work/presto/bin/launcher.properties" &&
      cp "$here/presto/entrypoint.sh" "$work/presto/bin" && chmod 755 "$work/presto/bin/entrypoint.sh" &&
      javac -nowarn -proc:none -cp "$work/presto/lib/*" -d "$work/classes" "$here/presto/connector/StandInPlugin.java"
  } >"$work/log" 2>&1; then
    cat "$work/log" >&2
    fail "cannot build presto"
  fi
  echo clpcompile.StandInPlugin >"$work/classes/META-INF/services/com.facebook.presto.spi.Plugin"
  jar --create --file "$work/presto/plugin/clp/presto-clp.jar" -C "$work/classes" .
  (cd "$work/presto/plugin/clp" && ln -s ../../lib/*.jar .)
  chmod -R go+rX "$work/presto"
  mv -- "$work/presto" "$folder"
  clean
}

pause() {
  build pause "$(sources pause)" '' pause=.
}

if [ "${1-}" = --folder-of ]; then
  asked=1
  shift
fi
if [ $# -eq 0 ]; then set -- actionlint compose helm kubernetes cni coredns eso gitops pause age kubeseal sops policies presto; fi
for name; do
  case $name in
    actionlint | age | cni | compose | coredns | eso | gitops | helm | kubernetes | kubeseal | pause | policies | presto | sops) "$name" ;;
    *) fail "cannot build \"$name\": expected actionlint, age, cni, compose, coredns, eso, gitops, helm, kubernetes, kubeseal, pause, policies, presto or sops" ;;
  esac
done
