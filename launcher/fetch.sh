# shellcheck shell=bash
# Fetches, with npm and at pinned versions, what no package of the machine brings: Node with npm,
# for the front end's build, and the ClickHouse engine. npm checks each against the hashes in the
# lock files beside this. Sourced by ../cresset.

fetch() {
  fetch_node
  fetch_clickhouse
}

fetch_node() {
  is_fetched node && return
  say "Fetching Node and npm ..."
  start_fetch node
  npm_install node ci
  local modules=$fetching/node_modules
  mkdir -p "$fetching/new/bin" "$fetching/new/lib/node_modules"
  mv "$modules"/node-linux-*/bin/node "$fetching/new/bin/" 2> /dev/null \
    || did_not_come node "Cresset is built on Linux, on x64 or arm64."
  mv "$modules/npm" "$fetching/new/lib/node_modules/"
  finish_fetch node
}

fetch_clickhouse() {
  is_fetched clickhouse && return
  say "Fetching the ClickHouse engine (180 MB) ..."
  start_fetch clickhouse
  case $(machine) in
    Linux-x86_64) npm_install clickhouse ci ;;
    # The same version; without a lock file, as npm could not be asked for its hash.
    Linux-aarch64) npm_install clickhouse install --no-save --no-package-lock \
      "@chdb/lib-linux-arm64-gnu@$(pinned '@chdb/lib-linux-x64-gnu')" ;;
  esac
  mkdir "$fetching/new"
  mv "$fetching"/node_modules/@chdb/lib-*/libchdb.so "$fetching/new/" 2> /dev/null \
    || did_not_come clickhouse "It is there for Linux, on x64 or arm64, with glibc."
  finish_fetch clickhouse
}

# npm passes over a package for this machine that is missing, or whose hash is wrong, without failing.
did_not_come() {
  local what=$1 where=$2
  show_end_of "$(log_of "fetch-$what")"
  fail "npm brought no $what for $(machine), or not what the lock file says. $where" \
    "Clear npm's cache (npm cache clean --force) and run the same command again."
}

machine() { printf '%s-%s' "$(uname -s)" "$(uname -m)"; }

pinned() { sed -n "s|.*\"$1\": \"\(.*\)\".*|\1|p" "$root/launcher/clickhouse/package.json"; }

# A fetched folder carries what it was asked for, so that a new version is noticed.
is_fetched() {
  cmp -s "$root/launcher/$1/package.json" "$home/$1/package.json"
}

# A fetch happens in a folder of its own, which an interrupted launcher takes with it.
start_fetch() {
  local what=$1
  has npm || fail "npm is missing, and is needed once to fetch $what: apt-get install npm"
  mkdir -p "$home"
  # What a launcher killed with -9 left, some time ago.
  find "$home" -maxdepth 1 -name '.fetch-*' -mmin +60 -exec rm -rf {} +
  # By its real path, as npm takes a folder behind a link for another package than the lock file's.
  fetching=$(cd "$(mktemp -d "$home/.fetch-$what-XXXXXX")" && pwd -P)
  trap 'rm -rf "$fetching"' EXIT
  trap 'exit 130' INT TERM HUP
  cp "$root/launcher/$what/"package*.json "$fetching/"
}

npm_install() {
  local what=$1 log
  shift
  log=$(log_of "fetch-$what")
  npm --prefix "$fetching" "$@" --ignore-scripts --no-audit --no-fund > "$log" 2>&1 || {
    show_end_of "$log"
    fail "npm could not fetch $what; look at its message above, then run the same command again."
  }
}

# Puts the folder where it belongs, in one step.
finish_fetch() {
  local what=$1
  cp "$root/launcher/$what/package.json" "$fetching/new/"
  if [[ -e $home/$what ]]; then
    mv "$home/$what" "$fetching/old"
  fi
  mv "$fetching/new" "$home/$what"
  rm -rf "$fetching"
  trap - EXIT INT TERM HUP
}
