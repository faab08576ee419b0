# shellcheck shell=bash
# Starts the server. Sourced by ../cresset.

run_server() {
  build
  server_command
  exec "${server_command[@]}" "$@"
}

# Sets server_command: how the packaged server is started, to which its options are added.
server_command() {
  server_command=(
    "$JAVA_HOME/bin/java"
    -Xmx384m -XX:+UseSerialGC
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    "-Dcresset.home=$home"
    -cp "$server_lib/*" dev.cresset.flamegraphui.ServerMain
  )
}
