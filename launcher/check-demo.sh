#!/usr/bin/env bash
# Runs the demo as a user would and checks what it promises: a flame graph, and nothing left behind,
# neither after its time, nor when it is told to stop, nor if the launcher is killed.
# usage: launcher/check-demo.sh ROOT HOME
set -euo pipefail

root=$1
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
# What was fetched is used, but data and logs are this check's own.
ln -s "$2/node" "$2/clickhouse" "$home/"
out=$home/out
readonly root home out

fail() {
  printf 'check-demo: %s\n' "$*" >&2
  sed 's/^/    /' "$out" >&2
  exit 1
}

# Starts the demo in a session of its own, by which its processes are known.
start_demo() {
  CRESSET_HOME=$home setsid "$root/cresset" demo --http 0 --grpc 0 "$@" > "$out" 2>&1 &
  session=$!
}

await_up() {
  local deadline=$((SECONDS + 180))
  until grep -q 'The demo is up' "$out"; do
    kill -0 "$session" 2> /dev/null || fail "The demo ended before it was up:"
    ((SECONDS < deadline)) || fail "The demo did not come up:"
    sleep 0.5
  done
}

expect_nothing_left() {
  local deadline=$((SECONDS + 60))
  while pgrep -s "$session" > /dev/null; do
    ((SECONDS < deadline)) || fail "Left behind: $(pgrep -a -s "$session")"
    sleep 0.5
  done
}

expect_only_known_files() {
  local unknown
  unknown=$(find "$home" -mindepth 1 -maxdepth 1 ! -name node ! -name clickhouse ! -name logs \
    ! -name demo-data ! -name out)
  [[ -z $unknown ]] || fail "Stray files: $unknown"
}

ends_by_itself() {
  start_demo --seconds 3
  await_up
  wait "$session" || fail "The demo failed:"
  expect_nothing_left
}

ends_when_told() {
  start_demo
  await_up
  kill -TERM "$session"
  wait "$session" || fail "The demo failed:"
  expect_nothing_left
}

leaves_nothing_when_killed() {
  start_demo
  await_up
  kill -KILL "$session"
  expect_nothing_left
}

for check in ends_by_itself ends_when_told leaves_nothing_when_killed; do
  "$check"
  expect_only_known_files
  printf 'check-demo: it %s (%s)\n' "${check//_/ }" "$(grep 'The demo is up' "$out")"
done
