package dev.cresset.agent.bootstrap;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What somebody attaches for: {@code [attach|reconfigure|detach|forget][@TOKEN][,OPTIONS]}. Without
 * a word it is to attach, so that every tool that loads agents can do it.
 *
 * <p>An attach has no way back but the JVM's system properties. The answer is left there under
 * {@link #ANSWER} if there is a token, after it and {@code done} or {@code failed}, and is to be
 * taken away with {@code forget}.
 */
final class AttachCommand {
  /** The system property for the answer. */
  static final String ANSWER = "dev.cresset.agent.answer";

  private final String word;
  private final String token;
  private final String options;
  private boolean failed;

  private AttachCommand(String word, String token, String options) {
    this.word = word;
    this.token = token;
    this.options = options;
  }

  /**
   * @param arguments may be null
   */
  static AttachCommand parse(String arguments) {
    String all = arguments == null ? "" : arguments;
    int comma = all.indexOf(',');
    String first = comma < 0 ? all : all.substring(0, comma);
    int at = first.indexOf('@');
    String word = at < 0 ? first : first.substring(0, at);
    switch (word) {
      case "attach":
      case "reconfigure":
      case "detach":
      case "forget":
        return new AttachCommand(
            word, at < 0 ? "" : first.substring(at + 1), comma < 0 ? "" : all.substring(comma + 1));
      default:
        return new AttachCommand("attach", "", all);
    }
  }

  boolean isAnswered() {
    return !token.isEmpty();
  }

  /**
   * @return what became of it, a line each
   */
  List<String> execute(RunningAgent agent, Instrumentation jvm)
      throws InterruptedException, IOException {
    switch (word) {
      case "forget":
        System.clearProperty(ANSWER);
        return Collections.emptyList();
      case "detach":
        return agent.isThere() ? agent.stop() : nobodyThere();
      case "reconfigure":
        return agent.isThere() ? agent.reconfigure(options) : nobodyThere();
      default:
        return attach(agent, jvm);
    }
  }

  private List<String> attach(RunningAgent agent, Instrumentation jvm) throws InterruptedException {
    if (agent.start(options, jvm)) {
      // Whoever does not read the answer reads the agent's log.
      return isAnswered() ? agent.awaitStarted() : Collections.emptyList();
    }
    List<String> said = new ArrayList<>();
    said.add("The agent already runs in this JVM: its options are changed instead.");
    said.addAll(agent.reconfigure(options));
    return said;
  }

  private List<String> nobodyThere() {
    failed = true;
    return Collections.singletonList("There is no agent in this JVM: attach it first.");
  }

  void answer(List<String> lines) {
    String outcome = failed ? " failed\n" : " done\n";
    System.setProperty(ANSWER, token + outcome + String.join("\n", lines));
  }

  void answer(Throwable failure) {
    if (isAnswered()) {
      failed = true;
      answer(Collections.singletonList("The agent failed: " + failure));
    }
  }
}
