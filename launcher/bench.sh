# shellcheck shell=bash
# Runs benchmarks. Sourced by ../cresset.

bench() {
  build
  "$JAVA_HOME/bin/java" "-Dcresset.root=$root" "-Dcresset.home=$home" \
    -cp "$root/benchmarks/target/cresset-benchmarks.jar" dev.cresset.benchmarks.Main "$@"
}
