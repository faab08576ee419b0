# shellcheck shell=bash
# Packs the server so that it runs where no Java is. Sourced by ../cresset.

readonly runtime_modules=java.se,jdk.attach,jdk.charsets,jdk.httpserver,jdk.jfr,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs

dist() {
  build
  local name folder
  name=cresset-server-$(project_version)-$(platform)
  folder=$root/target/dist/$name
  rm -rf "$root/target/dist"
  mkdir -p "$folder/bin" "$folder/clickhouse"
  "$JAVA_HOME/bin/jlink" --add-modules "$runtime_modules" --strip-debug --no-header-files \
    --no-man-pages --compress zip-6 --output "$folder/runtime"
  cp -R "$server_lib" "$folder/lib"
  cp "$home/clickhouse/libchdb.so" "$folder/clickhouse/"
  cp "$agent_jar" "$root/LICENSE" "$root/NOTICE" "$folder/"
  cp "$root/launcher/cresset-server" "$root/launcher/cresset-agent" "$folder/bin/"
  tar -C "$root/target/dist" -czf "$root/target/$name.tar.gz" "$name"
  say "$root/target/$name.tar.gz"
}

project_version() {
  sed -n 's|^  <version>\(.*\)</version>|\1|p' "$root/pom.xml"
}

platform() {
  case $(uname -m) in
    x86_64) say linux-x64 ;;
    aarch64) say linux-arm64 ;;
    *) fail "The server is packed for Linux on x64 or arm64, not for $(machine)." ;;
  esac
}
