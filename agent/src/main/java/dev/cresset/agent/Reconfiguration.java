package dev.cresset.agent;

import dev.cresset.agent.config.AgentConfig;
import dev.cresset.agent.config.ConfigReader;
import dev.cresset.agent.config.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options as they are now, and how they change while the agent runs. One thread at a time. */
final class Reconfiguration {
  private static final Map<Option<?>, String> FIXED = fixed();

  private final ConfigReader reader;
  private final List<String> said = new ArrayList<>();
  private final Set<Option<?>> changed = new LinkedHashSet<>();
  private String arguments;
  private AgentConfig config;

  /**
   * @param arguments with which the agent was started; may be null
   */
  Reconfiguration(ConfigReader reader, String arguments, AgentConfig config) {
    this.reader = reader;
    this.arguments = arguments == null ? "" : arguments;
    this.config = config;
  }

  private static Map<Option<?>, String> fixed() {
    Map<Option<?>, String> reasons = new HashMap<>();
    for (Option<?> option :
        Arrays.asList(
            Option.SERVICE,
            Option.RELEASE,
            Option.ENVIRONMENT,
            Option.INSTANCE,
            Option.ATTRIBUTES)) {
      reasons.put(option, "profiles that have not left yet are of what it says");
    }
    reasons.put(Option.ENABLED, "detach ends the agent");
    reasons.put(Option.STATE_DIRECTORY, "it holds the mark of this JVM's start");
    reasons.put(Option.LOG_FILE, "it was opened when the agent started");
    return reasons;
  }

  AgentConfig config() {
    return config;
  }

  /**
   * Reads all places again, with these arguments before those that there were.
   *
   * @return what of it is new
   */
  Set<Option<?>> apply(String more) {
    said.clear();
    changed.clear();
    String all = more.trim().isEmpty() ? arguments : arguments + "," + more;
    AgentConfig wanted = reader.read(all, config);
    said.addAll(wanted.problems());
    Set<Option<?>> kept = new LinkedHashSet<>();
    for (Option<?> option : Option.all()) {
      if (!wanted.text(option).equals(config.text(option))) {
        (FIXED.containsKey(option) ? kept : changed).add(option);
        said.add(describe(option, wanted));
      }
    }
    arguments = all;
    config = wanted.withThoseOf(config, kept);
    if (said.isEmpty()) {
      said.add("Nothing changes: all options are as they were.");
    }
    return changed;
  }

  private String describe(Option<?> option, AgentConfig wanted) {
    String before = quoted(config.text(option));
    return FIXED.containsKey(option)
        ? String.format(
            "%s stays %s: it cannot change while the agent runs, since %s; attach anew for %s.",
            option, before, FIXED.get(option), quoted(wanted.text(option)))
        : String.format("%s is %s now; it was %s.", option, quoted(wanted.text(option)), before);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  /** What the last {@link #apply} did, a line each. */
  List<String> said() {
    return new ArrayList<>(said);
  }
}
