package dev.cresset.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a program is profiled by, as its users would have it: with what it does by default. */
enum Profiler {
  NONE {
    @Override
    Launch launch(Bench bench) {
      return new Launch(List.of(), Map.of());
    }
  },
  CRESSET {
    @Override
    Launch launch(Bench bench) {
      String options = "=service=measured,collector=http://127.0.0.1:" + bench.collectorPort();
      return agent(bench.cresset(), options, Map.of());
    }
  },
  /** The engine by itself, with the kinds of events that the others take. */
  ASYNC_PROFILER {
    @Override
    Launch launch(Bench bench) {
      return new Launch(
          List.of(
              "-agentpath:"
                  + bench.asyncProfiler()
                  + "=start,event=cpu,interval=10ms,wall=100ms,alloc=512k,live,lock=10ms,loop=10s,"
                  + "file="
                  + bench.folder().resolve("async-%n{8}.jfr")),
          Map.of());
    }
  },
  PYROSCOPE {
    @Override
    Launch launch(Bench bench) {
      return agent(
          bench.peer("agent-2.9.2.jar"),
          "",
          Map.of(
              "PYROSCOPE_APPLICATION_NAME", "measured",
              "PYROSCOPE_SERVER_ADDRESS", bench.sink(),
              "PYROSCOPE_FORMAT", "jfr",
              "PYROSCOPE_PROFILER_EVENT", "itimer",
              "PYROSCOPE_PROFILER_ALLOC", "512k",
              "PYROSCOPE_PROFILER_LOCK", "10ms"));
    }
  },
  DATADOG {
    @Override
    Launch launch(Bench bench) {
      return agent(
          bench.peer("dd-java-agent-1.68.1.jar"),
          "",
          Map.of(
              "DD_SERVICE", "measured",
              "DD_PROFILING_ENABLED", "true",
              "DD_PROFILING_START_DELAY", "0",
              "DD_PROFILING_START_FORCE_FIRST", "true",
              "DD_TRACE_ENABLED", "false",
              "DD_TRACE_AGENT_URL", bench.sink(),
              "DD_INSTRUMENTATION_TELEMETRY_ENABLED", "false",
              "DD_REMOTE_CONFIGURATION_ENABLED", "false",
              "DD_JMXFETCH_ENABLED", "false",
              "DD_TRACE_STARTUP_LOGS", "false"));
    }
  },
  FLIGHT_RECORDER {
    @Override
    Launch launch(Bench bench) {
      return new Launch(
          List.of(
              "-XX:StartFlightRecording=settings=profile,maxage=1m,filename="
                  + bench.folder().resolve("flight.jfr")),
          Map.of());
    }
  };

  /** How a JVM is started with it. */
  record Launch(List<String> options, Map<String, String> environment) {}

  /**
   * What the profilers need around them.
   *
   * @param sink the address of an HTTP server that takes whatever it is sent
   * @param folder for recordings
   */
  record Bench(
      Path cresset, Path peers, Path asyncProfiler, Path folder, int collectorPort, String sink) {
    Path peer(String jar) {
      return peers.resolve(jar);
    }
  }

  abstract Launch launch(Bench bench);

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Launch agent(Path jar, String options, Map<String, String> environment) {
    return new Launch(List.of("-javaagent:" + jar + options), environment);
  }
}
