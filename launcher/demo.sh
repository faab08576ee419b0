# shellcheck shell=bash
# The demo: the server, the shop in two releases with the agent on each, and a load on both.
# Sourced by ../cresset.

readonly patience_seconds=120
readonly load_per_second=150

demo() {
  local seconds='' http=7400 grpc=7401
  read_demo_options "$@"
  require_free_port http "$http"
  require_free_port grpc "$grpc"
  build
  keep_parts
  local started
  started=$(seconds_now)
  start_server
  start_shop 1.0
  start_shop 1.1
  await_shop 1.0
  await_shop 1.1
  start_load
  await_flame_graph 1.0
  await_flame_graph 1.1
  tell_urls "$started"
  stay_up
}

# Sets the caller's seconds, http and grpc.
read_demo_options() {
  while [[ $# -gt 0 ]]; do
    case $1 in
      --seconds) require_whole_number "$@" && seconds=$2 ;;
      --http) require_whole_number "$@" && http=$2 ;;
      --grpc) require_whole_number "$@" && grpc=$2 ;;
      *) fail "'demo' has no option '$1'. Try ./cresset help." ;;
    esac
    shift 2
  done
}

require_free_port() {
  local name=$1 port=$2
  if is_listened_to "$port"; then
    fail "Port $port is in use: choose another one with --$name PORT, or 0 for any."
  fi
}

# Starts the keeper, which ends every part once the launcher is done, and also if it was killed:
# then the pipe between the two closes.
keep_parts() {
  exec {leash}> >(keeper)
  keeper_pid=$!
  trap stop_parts EXIT
  trap 'exit 0' INT TERM HUP
}

# Reads "PID NAME" of each part as it is started; ends them when the pipe closes, the last first,
# so that what the services flush at their end still arrives at the server.
keeper() {
  trap '' INT TERM HUP
  local pids=() pid
  while read -r pid _; do
    pids=("$pid" "${pids[@]}")
  done
  for pid in "${pids[@]}"; do
    end_part "$pid"
  done
}

end_part() {
  local pid=$1 tenths
  kill -TERM "$pid" 2> /dev/null || return 0
  for ((tenths = 0; tenths < 200; tenths++)); do
    kill -0 "$pid" 2> /dev/null || return 0
    sleep 0.1
  done
  kill -KILL "$pid" 2> /dev/null || true
}

stop_parts() {
  trap '' INT TERM HUP
  say "Stopping ..."
  exec {leash}>&-
  wait "$keeper_pid" || true
}

# Starts a part in the background, its output in its log. Ctrl-C at a terminal reaches every
# process there: the parts ignore it, and end in order, by the keeper.
start_part() {
  local name=$1 log
  shift
  log=$(log_of "$name")
  : > "$log"
  (
    trap '' INT HUP
    exec {leash}>&-
    exec "$@" < /dev/null >> "$log" 2>&1
  ) &
  part_pids[$name]=$!
  printf '%s %s\n' "$!" "$name" >&"$leash"
}
declare -A part_pids=()

require_part() {
  local name=$1
  kill -0 "${part_pids[$name]}" 2> /dev/null || {
    show_end_of "$(log_of "$name")"
    fail "The $name ended by itself."
  }
}

start_server() {
  server_command
  start_part server "${server_command[@]}" \
    --data "$home/demo-data" --http "$http" --grpc "$grpc"
  await "the server" server server_is_ready
  read -r http grpc < <(server_ports)
}

server_is_ready() { [[ -n $(server_ports) ]]; }

# The ports it says it listens on: those it was given, unless they were 0.
server_ports() {
  sed -nE 's|^Cresset is ready: http://[^ ]*:([0-9]+) .*:([0-9]+)\)$|\1 \2|p' "$home/logs/server.log"
}

# With the quick compiler only: what a service looks like after an hour shows after seconds,
# instead of the thorough compiler at work.
start_shop() {
  local release=$1
  start_part "shop-$release" "$JAVA_HOME/bin/java" -Xmx128m -XX:TieredStopAtLevel=1 \
    "-javaagent:$agent_jar=service=shop,collector=http://127.0.0.1:$grpc" \
    -jar "$shop/shop-$release.jar" 0
}

await_shop() { await "shop $1" "shop-$1" shop_is_ready "$1"; }

shop_is_ready() { [[ -n $(shop_url "$1") ]]; }

shop_url() { sed -n 's|^shop .* at \(http://.*\)|\1|p' "$home/logs/shop-$1.log"; }

start_load() {
  start_part load "$JAVA_HOME/bin/java" -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -jar "$shop/load.jar" "$(shop_url 1.0)" "$(shop_url 1.1)" --rate "$load_per_second"
}

await_flame_graph() {
  await "the flame graph of shop $1" server has_flame_graph "$1"
}

has_flame_graph() {
  http_get "$http" "/api/v1/flamegraph?service=shop&type=cpu&release=$1&from=$started"000 2> /dev/null \
    | grep -q '"total":[1-9]'
}

# Repeats a check until it holds; fails if that takes too long or the part named is gone.
await() {
  local what=$1 part=$2 deadline=$((SECONDS + patience_seconds))
  shift 2
  until "$@"; do
    require_part "$part"
    if ((SECONDS > deadline)); then
      show_end_of "$(log_of "$part")"
      fail "Waited $patience_seconds seconds for $what in vain."
    fi
    sleep 0.3
  done
}

tell_urls() {
  local base=http://localhost:$http
  say ""
  say "The demo is up, $(($(seconds_now) - $1)) seconds after its start."
  say "  Flame graph of the shop   $base/service/shop?release=1.1"
  say "  What 1.1 made slower      $base/service/shop/diff?base.release=1.0&target.release=1.1"
  say "  Everything                $base/"
  say "  pprof                     go tool pprof '$base/api/v1/flamegraph?service=shop&type=cpu&format=pprof'"
  say "  Logs                      $home/logs"
  say ""
  if [[ -n $seconds ]]; then
    say "It stops in $seconds seconds, or with Ctrl-C."
  else
    say "Stop it with Ctrl-C."
  fi
}

stay_up() {
  local end=$((SECONDS + ${seconds:-0}))
  while [[ -z $seconds ]] || ((SECONDS < end)); do
    local part
    for part in "${!part_pids[@]}"; do
      require_part "$part"
    done
    sleep 1
  done
}
