package dev.cresset.benchmarks;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Path;

/** A JVM that runs, and in which profilers are told what to do. For one thread. */
final class AttachedJvm implements AutoCloseable {
  private static final String ANSWER = "dev.cresset.agent.answer";

  private final VirtualMachine jvm;
  private final MeasuredProcess process;
  private int requests;

  private AttachedJvm(VirtualMachine jvm, MeasuredProcess process) {
    this.jvm = jvm;
    this.process = process;
  }

  static AttachedJvm of(MeasuredProcess process) throws IOException, AttachNotSupportedException {
    return new AttachedJvm(VirtualMachine.attach(Long.toString(process.pid())), process);
  }

  /**
   * Has Cresset's agent do something.
   *
   * @param command {@code attach}, {@code reconfigure} or {@code detach}
   * @param options may be empty
   * @throws IOException if its answer does not begin with what is expected
   */
  void cresset(Path agentJar, String command, String options, String expected) throws Exception {
    requests++;
    String words = command + '@' + requests + (options.isEmpty() ? "" : "," + options);
    jvm.loadAgent(agentJar.toString(), words);
    String answer = jvm.getSystemProperties().getProperty(ANSWER, "none");
    if (!answer.contains("done\n" + expected)) {
      throw new IOException("Told " + words + ", the agent answered: " + answer);
    }
    jvm.loadAgent(agentJar.toString(), "forget");
  }

  /** Has a native agent do something; it is loaded if it is not there. */
  void nativeAgent(Path library, String options) throws Exception {
    jvm.loadAgentPath(library.toString(), options);
  }

  /**
   * Calls a static method.
   *
   * @param method such as {@code org.example.Main#stop}
   */
  void call(String method) throws Exception {
    Path jar =
        Path.of(AttachedJvm.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    jvm.loadAgent(jar.toString(), method);
  }

  /** A command of the JDK's {@code jcmd}. */
  void jcmd(String command) throws IOException, InterruptedException {
    process.tool("jcmd", command);
  }

  @Override
  public void close() throws IOException {
    jvm.detach();
  }
}
