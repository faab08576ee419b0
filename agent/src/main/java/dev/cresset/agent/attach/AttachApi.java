package dev.cresset.agent.attach;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

/**
 * The JDK's attach API, called by reflection: it is in a module of its own, in {@code tools.jar}
 * before JDK 9, and not there at all in a JRE.
 */
final class AttachApi {
  private static final String MACHINE = "com.sun.tools.attach.VirtualMachine";
  private static final String ANSWER = "dev.cresset.agent.answer";

  private final Class<?> machine;

  private AttachApi(Class<?> machine) {
    this.machine = machine;
  }

  static AttachApi find() throws AttachException {
    try {
      return new AttachApi(ClassLoader.getSystemClassLoader().loadClass(MACHINE));
    } catch (ClassNotFoundException noModule) {
      return inToolsJar();
    }
  }

  private static AttachApi inToolsJar() throws AttachException {
    File home = new File(System.getProperty("java.home"));
    for (File jar :
        new File[] {new File(home, "../lib/tools.jar"), new File(home, "lib/tools.jar")}) {
      try {
        if (jar.isFile()) {
          URL[] urls = {jar.getCanonicalFile().toURI().toURL()};
          return new AttachApi(new URLClassLoader(urls).loadClass(MACHINE));
        }
      } catch (IOException | ClassNotFoundException notThere) {
        // The message below is what there is to say.
      }
    }
    throw new AttachException(
        "The Java in "
            + home
            + " is no JDK and cannot attach: run this with the java of a JDK, of any version, or"
            + " start the application with -javaagent:cresset-agent.jar.");
  }

  /** {@code PID NAME} of each JVM of this user. */
  List<String> list() throws AttachException {
    try {
      List<String> jvms = new ArrayList<>();
      for (Object jvm : (List<?>) machine.getMethod("list").invoke(null)) {
        String id = (String) jvm.getClass().getMethod("id").invoke(jvm);
        String name = (String) jvm.getClass().getMethod("displayName").invoke(jvm);
        jvms.add(String.format("%7s %s", id, name.isEmpty() ? "(unknown)" : name));
      }
      return jvms;
    } catch (InvocationTargetException e) {
      throw new AttachException("The JVMs cannot be listed: " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new AttachException("The attach API of this JDK is not as expected: " + e, e);
    }
  }

  /**
   * Has the agent in another JVM do something.
   *
   * @param token with which the answer begins
   * @return the answer, a line each
   */
  List<String> tell(String pid, String words, String token) throws AttachException {
    try {
      Object jvm = machine.getMethod("attach", String.class).invoke(null, pid);
      try {
        load(jvm, words);
        return answer(jvm, token);
      } finally {
        load(jvm, "forget");
        machine.getMethod("detach").invoke(jvm);
      }
    } catch (InvocationTargetException e) {
      throw new AttachException(explain(pid, e.getCause()), e);
    } catch (ReflectiveOperationException | URISyntaxException e) {
      throw new AttachException("The attach API of this JDK is not as expected: " + e, e);
    }
  }

  private void load(Object jvm, String words)
      throws ReflectiveOperationException, URISyntaxException {
    String jar =
        new File(AttachApi.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .getAbsolutePath();
    try {
      machine.getMethod("loadAgent", String.class, String.class).invoke(jvm, jar, words);
    } catch (InvocationTargetException e) {
      if (!isLoaded(e.getCause())) {
        throw e;
      }
    }
  }

  /** A bare 0 is how JDK 8 says that all went well, which a later JDK's API takes for a failure. */
  private static boolean isLoaded(Throwable refusal) {
    return refusal.getClass().getSimpleName().equals("AgentLoadException")
        && String.valueOf(refusal.getMessage()).matches("(.*: )?0");
  }

  private List<String> answer(Object jvm, String token)
      throws ReflectiveOperationException, AttachException {
    Properties properties = (Properties) machine.getMethod("getSystemProperties").invoke(jvm);
    String answer = properties.getProperty(ANSWER, "");
    int firstLine = answer.indexOf('\n');
    if (firstLine < 0 || !answer.startsWith(token + " ")) {
      return Collections.singletonList("It was told; what came of it is in its log.");
    }
    String lines = answer.substring(firstLine + 1);
    if (answer.startsWith(token + " failed")) {
      throw new AttachException(lines);
    }
    return Arrays.asList(lines.split("\n"));
  }

  private static String explain(String pid, Throwable cause) {
    String what = String.valueOf(cause.getMessage());
    if (what.contains("Dynamic agent loading is not enabled")) {
      return "Process "
          + pid
          + " runs with -XX:-EnableDynamicAgentLoading: restart it without, or with"
          + " -javaagent:cresset-agent.jar.";
    }
    if (cause instanceof IOException && what.matches("(?i).*(permitted|permission|denied).*")) {
      return "Process "
          + pid
          + " is another user's: attach as that user, or as root. ("
          + what
          + ")";
    }
    if (cause.getClass().getSimpleName().equals("AgentLoadException")
        || cause.getClass().getSimpleName().equals("AgentInitializationException")) {
      return "Process "
          + pid
          + " cannot load the agent ("
          + what
          + "): can it read the jar, and has its Java the module java.instrument?";
    }
    return "Process " + pid + " cannot be attached to: " + cause;
  }
}
