# shellcheck shell=bash
# Attaches the agent to JVMs that run already. Sourced by ../cresset.

# The tool is in the agent's jar; it explains itself.
attach() {
  if [[ -f $agent_jar ]]; then
    require_jdk
  else
    build
  fi
  exec "$JAVA_HOME/bin/java" -jar "$agent_jar" "$@"
}
