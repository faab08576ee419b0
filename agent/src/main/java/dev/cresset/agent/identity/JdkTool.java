package dev.cresset.agent.identity;

import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Tells the JDK's own programs, javac and jcmd and the like, from applications. An agent that came
 * by an environment variable came to all of them.
 */
public final class JdkTool {
  private static final Pattern MODULE = Pattern.compile("jdk\\..+|java\\..+");
  private static final Pattern CLASS =
      Pattern.compile(
          "(com\\.sun\\.tools|sun\\.tools|sun\\.security\\.tools|sun\\.jvmstat|jdk)\\..+");
  private static final String[] VARIABLES = {"JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"};

  private JdkTool() {}

  /** Whether this is such a program, and the agent was not named on its own command line. */
  public static boolean isMetByChance(Map<String, String> environment, Properties system) {
    String module = system.getProperty("jdk.module.main", "");
    String mainClass = system.getProperty("sun.java.command", "").replaceAll("\\s.*", "");
    boolean tool =
        module.isEmpty() ? CLASS.matcher(mainClass).matches() : MODULE.matcher(module).matches();
    return tool && isInEnvironment(environment);
  }

  private static boolean isInEnvironment(Map<String, String> environment) {
    for (String variable : VARIABLES) {
      if (environment.getOrDefault(variable, "").contains("-javaagent:")) {
        return true;
      }
    }
    return false;
  }
}
