package dev.cresset.agent.requests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** All that is woven. An entry point's number is its place in the list. */
final class EntryPoints {
  private final EntryPoint[] entryPoints;

  private final List<Instrumented> others =
      Collections.unmodifiableList(
          Arrays.asList(new Executors(), new VirtualThreads(), new LabelApi()));

  /**
   * @param more come after those that are always there
   */
  EntryPoints(List<EntryPoint> more) {
    List<EntryPoint> all =
        new ArrayList<>(
            Arrays.asList(
                new ServletEntry("javax"),
                new ServletEntry("jakarta"),
                new SpringMvcRoute(),
                new JdkHttpServerEntry(),
                new GrpcEntry(),
                new ReactorNettyEntry(),
                new SpringWebFluxRoute()));
    all.addAll(more);
    this.entryPoints = all.toArray(new EntryPoint[0]);
  }

  EntryPoint entryPoint(int number) {
    return entryPoints[number];
  }

  int count() {
    return entryPoints.length;
  }

  List<Instrumented> others() {
    return others;
  }
}
