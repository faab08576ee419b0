# shellcheck shell=bash
# Finds the JDK. Sourced by ../cresset.

readonly java_wanted=25

# The major version of the JDK in a folder, or nothing if there is none.
jdk_version() {
  local folder=$1
  [[ -x $folder/bin/javac && -r $folder/release ]] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$folder/release"
}

# Folders in which a JDK may be, the ones most likely meant first.
jdk_candidates() {
  printf '%s\n' "${JAVA_HOME:-}"
  if has java; then
    dirname "$(dirname "$(readlink -f "$(command -v java)")")"
  fi
  local folder
  for folder in /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/*; do
    printf '%s\n' "$folder"
  done
}

find_jdk() {
  local folder version
  while IFS= read -r folder; do
    version=$(jdk_version "$folder")
    if [[ -n $version && $version -ge $java_wanted ]]; then
      printf '%s\n' "$folder"
      return
    fi
  done < <(jdk_candidates)
}

# Sets JAVA_HOME for everything that is started from here on.
require_jdk() {
  JAVA_HOME=$(find_jdk)
  [[ -n $JAVA_HOME ]] \
    || fail "JDK $java_wanted or newer is missing (looked at JAVA_HOME, PATH and /usr/lib/jvm):" \
      "install one from https://adoptium.net, or set JAVA_HOME."
  export JAVA_HOME
}
