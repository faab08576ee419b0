package dev.cresset.agent.attach;

import java.io.PrintStream;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** {@code java -jar cresset-agent.jar COMMAND}: attaches the agent to a JVM, and detaches it. */
public final class AttachTool {
  private static final String USAGE =
      "usage: java -jar cresset-agent.jar COMMAND\n"
          + "\n"
          + "  list                          the JVMs of this user\n"
          + "  attach PID [OPTION=VALUE...]  start the agent in a JVM that runs\n"
          + "  reconfigure PID [OPTION=VALUE...]\n"
          + "                                change options; without any, read the files again\n"
          + "  detach PID                    end the agent and take it out of the JVM\n"
          + "  help                          print this\n"
          + "\n"
          + "Options are those of the agent, such as service=shop collector=http://cresset:7401:\n"
          + "docs/agent.md lists them. Needs the right of the user the JVM runs as, or of root.\n";

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final PrintStream out;
  private final PrintStream err;

  AttachTool(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Called reflectively; ends the process. */
  public static void main(String[] arguments) {
    System.exit(new AttachTool(System.out, System.err).run(Arrays.asList(arguments)));
  }

  /**
   * @return the exit code
   */
  int run(List<String> arguments) {
    String command = arguments.isEmpty() ? "help" : arguments.get(0);
    try {
      switch (command) {
        case "help":
        case "--help":
        case "-h":
          out.print(USAGE);
          return 0;
        case "list":
          AttachApi.find().list().forEach(out::println);
          return 0;
        case "attach":
        case "reconfigure":
        case "detach":
          return tell(command, arguments.subList(1, arguments.size()));
        default:
          return refuse("There is no command '" + command + "'.");
      }
    } catch (AttachException e) {
      err.println(e.getMessage());
      return FAILED;
    }
  }

  private int tell(String command, List<String> arguments) throws AttachException {
    if (arguments.isEmpty() || !arguments.get(0).matches("[1-9]\\d{0,9}")) {
      return refuse(
          arguments.isEmpty()
              ? command + " wants the number of a process."
              : "'" + arguments.get(0) + "' is no number of a process.");
    }
    List<String> options = arguments.subList(1, arguments.size());
    for (String option : options) {
      if (!option.contains("=")) {
        return refuse("'" + option + "' is not of the form option=value.");
      }
    }
    String pid = arguments.get(0);
    String token = UUID.randomUUID().toString().substring(0, 8);
    String words = command + "@" + token + "," + absolute(String.join(",", options));
    AttachApi api = AttachApi.find();
    TargetProcess.of(pid).requireThatItCanBeAttached();
    List<String> answer = api.tell(pid, words, token);
    answer.forEach(out::println);
    return 0;
  }

  /** The other JVM has another working directory. */
  private static String absolute(String options) {
    StringBuilder absolute = new StringBuilder();
    for (String option : options.split(",")) {
      String text = option;
      for (String prefix :
          new String[] {
            "options.file=",
            "log.file=",
            "temp.directory=",
            "requests.extensions=",
            "export=file:",
            "file:"
          }) {
        if (option.startsWith(prefix) && option.length() > prefix.length()) {
          Path path = Paths.get(option.substring(prefix.length()));
          text = prefix + path.toAbsolutePath().normalize();
          break;
        }
      }
      absolute.append(absolute.length() == 0 ? "" : ",").append(text);
    }
    return absolute.toString();
  }

  private int refuse(String why) {
    err.println(why + " Try help.");
    return WRONG_USAGE;
  }
}
