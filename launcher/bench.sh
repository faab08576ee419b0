# shellcheck shell=bash
# Runs benchmarks. Sourced by ../cresset.

# The profilers that Cresset is compared with.
peers=(
  tools.profiler:async-profiler:4.6
  io.pyroscope:agent:2.9.2
  com.datadoghq:dd-java-agent:1.68.1
)

bench() {
  local options=() names=()
  while [[ $# -gt 0 ]]; do
    case $1 in
      --rounds | --seconds)
        require_whole_number "$@"
        options+=("-Dcresset.bench.${1#--}=$2")
        shift
        ;;
      --profilers)
        [[ ${2-} =~ ^[a-z,-]+$ ]] || fail "--profilers needs names such as cresset,pyroscope, but got '${2-}'"
        options+=("-Dcresset.bench.profilers=$2")
        shift
        ;;
      --jvm)
        [[ ${2-} == -* ]] || fail "--jvm needs options of the JVM such as -XX:TieredStopAtLevel=1, but got '${2-}'"
        options+=("-Dcresset.bench.jvm=$2")
        shift
        ;;
      *) names+=("$1") ;;
    esac
    shift
  done
  build
  case " ${names[*]-} " in *" overhead"* | *" warm"* | *" first-minute "* | *" encode "* | *" labels "*) fetch_peers ;; esac
  "$JAVA_HOME/bin/java" "${options[@]}" "-Dcresset.root=$root" "-Dcresset.home=$home" \
    -cp "$root/benchmarks/target/cresset-benchmarks.jar:$root/benchmarks/target/lib/*" dev.cresset.benchmarks.Main "${names[@]}"
}

fetch_peers() {
  local log peer name
  log=$(log_of fetch-peers)
  mkdir -p "$home/peers"
  for peer in "${peers[@]}"; do
    name=${peer#*:}
    [[ -f $home/peers/${name/:/-}.jar ]] && continue
    say "Fetching $peer to compare with ..."
    run_maven -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy -N \
      "-Dartifact=$peer" "-DoutputDirectory=$home/peers" -Dmdep.useBaseVersion > "$log" 2>&1 || {
      show_end_of "$log"
      fail "Maven could not fetch $peer"
    }
  done
}
