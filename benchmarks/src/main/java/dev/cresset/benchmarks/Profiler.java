package dev.cresset.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a program is profiled by, as its users would have it: with what it does by default. */
enum Profiler {
  NONE {
    @Override
    Launch launch(ProfilerBench bench) {
      return new Launch(List.of(), Map.of());
    }

    /** What differs all the same is what the machine and the benchmark make of it. */
    @Override
    void pause(AttachedJvm jvm, ProfilerBench bench) {}

    @Override
    void resume(AttachedJvm jvm, ProfilerBench bench) {}
  },
  CRESSET {
    @Override
    Launch launch(ProfilerBench bench) {
      String options = "=service=measured,collector=http://127.0.0.1:" + bench.collectorPort();
      return agent(bench.cresset(), options, Map.of());
    }

    @Override
    void pause(AttachedJvm jvm, ProfilerBench bench) throws Exception {
      kinds(jvm, bench, "off");
    }

    @Override
    void resume(AttachedJvm jvm, ProfilerBench bench) throws Exception {
      kinds(jvm, bench, "on");
    }

    /** It goes on at the rates that it had, and its first window is a shorter one. */
    @Override
    Duration settles() {
      return Duration.ofSeconds(12);
    }

    private void kinds(AttachedJvm jvm, ProfilerBench bench, String state) throws Exception {
      // Whatever rewrites classes has the compilers begin anew, each time that it is paused.
      String options = "cpu=S,wall=S,alloc=S,lock=S,live=off,requests=off".replace("S", state);
      jvm.cresset(bench.cresset(), "reconfigure", options, "cpu is ");
    }
  },
  /** The engine by itself, with the kinds of events that the others take. */
  ASYNC_PROFILER {
    @Override
    Launch launch(ProfilerBench bench) {
      return new Launch(
          List.of("-agentpath:" + bench.asyncProfiler() + "=" + start(bench)), Map.of());
    }

    @Override
    void pause(AttachedJvm jvm, ProfilerBench bench) throws Exception {
      jvm.nativeAgent(bench.asyncProfiler(), "stop");
    }

    @Override
    void resume(AttachedJvm jvm, ProfilerBench bench) throws Exception {
      jvm.nativeAgent(bench.asyncProfiler(), start(bench));
    }

    private String start(ProfilerBench bench) {
      return "start,event=cpu,interval=10ms,wall=100ms,alloc=512k,live,lock=10ms,loop=10s,file="
          + bench.folder().resolve("async-%p-%n{8}.jfr");
    }
  },
  PYROSCOPE {
    @Override
    Launch launch(ProfilerBench bench) {
      return agent(
          bench.peer("agent-2.9.2.jar"),
          "",
          Map.of(
              "PYROSCOPE_APPLICATION_NAME", "measured",
              "PYROSCOPE_SERVER_ADDRESS", bench.sink().url(),
              "PYROSCOPE_FORMAT", "jfr",
              "PYROSCOPE_PROFILER_EVENT", "itimer",
              "PYROSCOPE_PROFILER_ALLOC", "512k",
              "PYROSCOPE_PROFILER_LOCK", "10ms"));
    }

    @Override
    void pause(AttachedJvm jvm, ProfilerBench bench) throws Exception {
      jvm.call("io.pyroscope.javaagent.PyroscopeAgent#stop");
    }

    @Override
    void resume(AttachedJvm jvm, ProfilerBench bench) throws Exception {
      jvm.call("io.pyroscope.javaagent.PyroscopeAgent#start");
    }
  },
  DATADOG {
    @Override
    Launch launch(ProfilerBench bench) {
      return agent(
          bench.peer("dd-java-agent-1.68.1.jar"),
          "",
          Map.of(
              "DD_SERVICE", "measured",
              "DD_PROFILING_ENABLED", "true",
              "DD_PROFILING_START_DELAY", "0",
              "DD_PROFILING_START_FORCE_FIRST", "true",
              "DD_TRACE_ENABLED", "false",
              "DD_TRACE_AGENT_URL", bench.sink().url(),
              "DD_INSTRUMENTATION_TELEMETRY_ENABLED", "false",
              "DD_REMOTE_CONFIGURATION_ENABLED", "false",
              "DD_JMXFETCH_ENABLED", "false",
              "DD_TRACE_STARTUP_LOGS", "false"));
    }

    @Override
    boolean canPause() {
      return false;
    }
  },
  FLIGHT_RECORDER {
    @Override
    Launch launch(ProfilerBench bench) {
      return new Launch(
          List.of(
              "-XX:StartFlightRecording=name=flight,settings=profile,maxage=1m,filename="
                  + bench.folder().resolve("flight-%p.jfr")),
          Map.of());
    }

    @Override
    void pause(AttachedJvm jvm, ProfilerBench bench) throws Exception {
      jvm.jcmd("JFR.stop name=flight");
    }

    @Override
    void resume(AttachedJvm jvm, ProfilerBench bench) throws Exception {
      jvm.jcmd("JFR.start name=flight settings=profile maxage=1m");
    }
  };

  /** How a JVM is started with it. */
  record Launch(List<String> options, Map<String, String> environment) {}

  abstract Launch launch(ProfilerBench bench);

  /** Whether it can stop and go on in a JVM that runs. */
  boolean canPause() {
    return true;
  }

  /** Has it cost as little as it can without leaving. */
  void pause(AttachedJvm jvm, ProfilerBench bench) throws Exception {
    throw new UnsupportedOperationException(label() + " cannot pause");
  }

  /** Has it do again what it did at the start. */
  void resume(AttachedJvm jvm, ProfilerBench bench) throws Exception {
    throw new UnsupportedOperationException(label() + " cannot pause");
  }

  /** For how long it costs something else after it was paused, or has gone on. */
  Duration settles() {
    return Duration.ofSeconds(3);
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  static Profiler named(String label) {
    return Arrays.stream(values())
        .filter(profiler -> profiler.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "There is no profiler '%s', only %s"
                    .formatted(label, Arrays.stream(values()).map(Profiler::label).toList())));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Launch agent(Path jar, String options, Map<String, String> environment) {
    return new Launch(List.of("-javaagent:" + jar + options), environment);
  }
}
