# shellcheck shell=bash
# The whole verification. Sourced by ../cresset.

run_tests() {
  require_jdk
  require_maven
  require_program chromium chromium "the browser tests run in it"
  require_program go golang-go "'go tool pprof' has to read our profiles"
  fetch
  check_scripts
  local jdks=17,25
  if fetch_old_jdks; then jdks=8,11,17,21,25; fi
  lock_tree
  remove_old_reports
  local status=0
  local sources
  sources=$(sources_hash)
  run_maven --fail-at-end verify -Dcresset.jdks="$jdks" || status=$?
  print_totals
  say "The agent was tried on JDK $jdks."
  [[ $status == 0 ]] || fail "Tests failed."
  mark_built "$sources"
  unlock_tree
  check_notice
  "$root/launcher/check-demo.sh" "$root" "$home"
}

# Installs a program the tests need where that is allowed; else says how to.
require_program() {
  local program=$1 package=$2 why=$3
  has "$program" && return
  if [[ $(id -u) == 0 ]] && has apt-get; then
    say "Installing $package, as $why ..."
    install_package "$package" && return
  fi
  fail "$program is missing ($why): apt-get install $package"
}

install_package() {
  local log
  log=$(log_of "install-$1")
  {
    apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$1"
  } > "$log" 2>&1 || {
    show_end_of "$log"
    return 1
  }
}

# JDK 8, 11 and 21 for the tests that take every JDK; says so where they cannot be had.
fetch_old_jdks() {
  local log
  [[ -x $home/jdks/21/bin/java ]] && return
  if [[ $(id -u) != 0 ]] || ! has apt-get; then
    say "JDK 8, 11 and 21 are left out: only root on Debian can fetch them (system-tests/jdks.sh)."
    return 1
  fi
  has debootstrap || install_package debootstrap || return 1
  say "Fetching JDK 8, 11 and 21 to try the agent on ..."
  log=$(log_of jdks)
  "$root/system-tests/jdks.sh" "$home/jdks" > "$log" 2>&1 || {
    show_end_of "$log"
    say "JDK 8, 11 and 21 are left out: they could not be fetched."
    return 1
  }
}

check_scripts() {
  if has shellcheck; then
    (cd "$root" && shellcheck -x cresset launcher/check-demo.sh launcher/cresset-server .ci/run system-tests/*.sh)
  else
    say "shellcheck is not installed: the launcher's scripts are not checked."
  fi
}

# So that the totals are of this run alone.
remove_old_reports() {
  find "$root" -path '*/target/*-reports/TEST-*.xml' -delete
}

# Whether NOTICE names every jar that the server is distributed with.
check_notice() {
  local names jar
  # Every word of it that may be a jar's name, as patterns.
  names=$(grep -o '^[^ ].*' "$root/NOTICE" | tr -d ',' | tr ' ' '\n' | grep -x '[A-Za-z0-9_.*-]*')
  for jar in "$server_lib"/*.jar; do
    is_named "$(basename "$jar" | sed -E 's/-[0-9][^-]*(-[A-Za-z0-9-]+)?\.jar$//')" "$names" \
      || fail "$(basename "$jar") is part of the server, but NOTICE does not name it."
  done
}

is_named() {
  local name=$1 pattern
  [[ $name == cresset-* ]] && return
  while IFS= read -r pattern; do
    # shellcheck disable=SC2053  # a pattern, on purpose
    [[ $name == $pattern ]] && return
  done <<< "$2"
  return 1
}

# Adds up what the test reports of all modules say.
print_totals() {
  find "$root" -path '*/target/*-reports/TEST-*.xml' -exec grep -h -m 1 '<testsuite ' {} + \
    | awk '
      function count(name) {
        if (match($0, " " name "=\"[0-9]+\"")) {
          return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
        }
        return 0
      }
      {
        suites++
        tests += count("tests"); failures += count("failures")
        errors += count("errors"); skipped += count("skipped")
      }
      END {
        printf "%d tests in %d classes: %d failed, %d broken, %d skipped\n",
          tests, suites, failures, errors, skipped
      }'
}
