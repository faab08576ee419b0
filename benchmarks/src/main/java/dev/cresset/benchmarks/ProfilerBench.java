package dev.cresset.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What the profilers need around them: their files, and somebody who takes what they send.
 *
 * @param cresset the agent's jar
 * @param peers where those of the others are
 * @param folder for recordings
 * @param collectorPort of Cresset's server
 */
record ProfilerBench(
    Path cresset, Path peers, Path asyncProfiler, Path folder, int collectorPort, Sink sink)
    implements AutoCloseable {
  /** The server ends with the workbench. */
  static ProfilerBench open(Workbench workbench) throws IOException, InterruptedException {
    Server server = Server.start(workbench, workbench.scratch().resolve("data"));
    return new ProfilerBench(
        workbench.agentJar(),
        workbench.peers(),
        workbench.asyncProfiler(),
        workbench.scratch(),
        server.grpcPort(),
        Sink.start());
  }

  Path peer(String jar) {
    return peers.resolve(jar);
  }

  @Override
  public void close() {
    sink.close();
  }
}
