package dev.cresset.agent.requests;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** All that is woven. An entry point's number is its place in the list. */
final class EntryPoints {
  private final EntryPoint[] entryPoints = {
    new ServletEntry("javax"),
    new ServletEntry("jakarta"),
    new SpringMvcRoute(),
    new JdkHttpServerEntry(),
    new GrpcEntry(),
    new ReactorNettyEntry(),
    new SpringWebFluxRoute(),
  };

  private final List<Instrumented> others =
      Collections.unmodifiableList(
          Arrays.asList(new Executors(), new VirtualThreads(), new LabelApi()));

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
