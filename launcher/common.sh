# shellcheck shell=bash
# Small things every part of the launcher uses. Sourced by ../cresset.

say() { printf '%s\n' "$*"; }

# Ends the launcher with one line that says what is wrong and what to do.
fail() {
  printf 'cresset: %s\n' "$*" >&2
  exit 1
}

has() { command -v "$1" > /dev/null 2>&1; }

# Takes what is left of the arguments, from an option on.
require_value() {
  [[ $# -ge 2 && -n $2 ]] || fail "$1 wants a value. Try ./cresset help."
}

no_arguments() {
  local command=$1
  shift
  [[ $# == 0 ]] || fail "'$command' takes no arguments, but was given: $*. Try ./cresset help."
}

require_whole_number() {
  require_value "$@"
  [[ $2 =~ ^[0-9]{1,9}$ ]] || fail "$1 wants a whole number, not '$2'."
}

# Where the log of a part goes; the folder is there afterwards.
log_of() {
  mkdir -p "$home/logs"
  printf '%s' "$home/logs/$1.log"
}

# Prints the end of a log to stderr, indented, with its name.
show_end_of() {
  {
    printf 'The last lines of %s:\n' "$1"
    tail -n "${2:-15}" "$1" | sed 's/^/    /'
  } >&2
}

# Prints the body of http://127.0.0.1:PORT/PATH; fails unless the status is 200. Needs no curl.
http_get() {
  local port=$1 path=$2 status
  exec {connection}<> "/dev/tcp/127.0.0.1/$port" || return 1
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$path" >&"$connection"
  read -r -t 20 _ status _ <&"$connection" || status=none
  sed '1,/^\r$/d' <&"$connection"
  exec {connection}>&-
  [[ $status == 200 ]]
}

is_listened_to() {
  (: < "/dev/tcp/127.0.0.1/$1") 2> /dev/null
}

seconds_now() { date +%s; }
