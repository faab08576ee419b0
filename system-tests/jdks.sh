#!/usr/bin/env bash
# Installs the JDKs the agent is tested on beside those of this machine: Debian unstable's
# OpenJDK 8, 11 and 21, in a folder of their own. Needs root, debootstrap and about 1 GB.
#
# usage: system-tests/jdks.sh FOLDER     afterwards FOLDER/8/bin/java and so on run.
set -euo pipefail

readonly versions=(8 11 21)
home=${1:?usage: system-tests/jdks.sh FOLDER}
mkdir -p "$home"
home=$(cd "$home" && pwd)
readonly home
readonly root=$home/root

say() { printf 'jdks: %s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# The mirror this machine takes Debian's packages from.
# shellcheck disable=SC2016  # apt expands it
mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1
}

bootstrap() {
  local packages=("${versions[@]/#/openjdk-}")
  packages=("${packages[@]/%/-jre-headless}")
  rm -rf "$root"
  # The post-install scripts of Java packages want /proc.
  mkdir -p "$root/proc"
  debootstrap --variant=minbase sid "$root" "$(mirror)"
  mount --bind /proc "$root/proc"
  trap 'umount "$root/proc"' RETURN
  DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y --no-install-recommends \
    "${packages[@]}"
}

# FOLDER/N/bin/java runs that JVM in the unstable suite's own file tree, since it needs the C
# library of that suite, with /proc, /dev, /tmp and the folder it is called from in their places.
link() {
  local version=$1 java
  java=$(cd "$root" && find usr/lib/jvm/java-"$version"-openjdk-* -name java -type f | head -n 1)
  [[ -n $java ]] || fail "no JDK $version came with the packages"
  mkdir -p "$home/$version/bin"
  cat > "$home/$version/bin/java" << WRAPPER
#!/bin/sh
here=/\$(echo "\$PWD" | cut -d/ -f2)
exec unshare --mount --propagation private sh -c '
  here=\$1; shift
  for d in /proc /dev /tmp "\$here"; do
    mkdir -p "$root\$d" && mount --rbind "\$d" "$root\$d" || exit 125
  done
  exec chroot "$root" sh -c "cd \"\\\$0\" && exec \"\\\$@\"" "\$PWD" "/$java" "\$@"
' sh "\$here" "\$@"
WRAPPER
  chmod +x "$home/$version/bin/java"
  (cd "$home" && "./$version/bin/java" -version) 2>&1 | head -n 1
}

[[ $(id -u) == 0 ]] || fail "debootstrap needs root"
command -v debootstrap > /dev/null || fail "debootstrap is missing: apt-get install debootstrap"
bootstrap
for version in "${versions[@]}"; do link "$version"; done
