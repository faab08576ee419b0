# shellcheck shell=bash
# Builds what is run, when its sources changed. Sourced by ../cresset.

readonly agent_jar=$root/agent/target/cresset-agent.jar
readonly server_lib=$root/flamegraph-ui/target/server/lib
readonly shop=$root/demo/target/shop
readonly build_stamp=$root/target/cresset-build

build() {
  require_jdk
  fetch
  local sources
  sources=$(sources_hash)
  build_is_current "$sources" && return
  require_maven
  lock_tree
  say "Building; the first time takes some minutes ..."
  local log
  log=$(log_of build)
  run_maven -q -T1C -DskipTests package > "$log" 2>&1 || {
    show_end_of "$log" 40
    fail "The build failed; all of its output is in $log"
  }
  mark_built "$sources"
  unlock_tree
}

# Keeps two launchers from building one tree at once: each would take the other's classes away.
lock_tree() {
  mkdir -p "$root/target"
  exec {tree_lock}> "$root/target/cresset-lock"
  flock -n "$tree_lock" && return
  say "Waiting for another ./cresset that builds or tests here ..."
  flock "$tree_lock"
}

unlock_tree() { exec {tree_lock}>&-; }

mark_built() {
  printf '%s\n' "$1" > "$build_stamp"
}

build_is_current() {
  local sources=$1
  [[ -f $agent_jar && -d $server_lib && -d $shop ]] || return 1
  [[ -f $build_stamp && $(< "$build_stamp") == "$sources" ]]
}

# One number for the contents of everything that is built.
sources_hash() {
  (
    cd "$root"
    # The front end's build writes into the sources.
    find pom.xml .mvn ./*/pom.xml ./*/src \( -path '*/frontend/generated' -o -path '*/main/bundles' \
      -o -path '*/frontend/index.html' \) -prune -o -type f -print0 \
      | sort -z | xargs -0 cksum | cksum
  )
}

require_maven() {
  has mvn || fail "Maven is missing: apt-get install maven (3.8 or newer)"
}

run_maven() {
  (
    cd "$root"
    PATH=$home/node/bin:$PATH mvn -B -ntp -Dcresset.home="$home" "$@"
  )
}
