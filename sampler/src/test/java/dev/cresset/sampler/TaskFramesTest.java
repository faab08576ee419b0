package dev.cresset.sampler;

import static dev.cresset.sampler.Measured.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.bridge.Tasks;
import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Sample;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's wrapper around tasks, in the stacks of the application. */
class TaskFramesTest {
  private static final Frame TASK = java("a.Task", "run");
  private static final Frame WRAPPER = java("dev.cresset.agent.bridge.Tasks", "run");
  private static final Frame RESTORE = java("dev.cresset.agent.bridge.Tasks", "restore");

  @TempDir Path temp;

  private volatile boolean running = true;
  private volatile double sink;

  @Test
  void asyncProfilerDoesNotShowItBelowTheTask() throws Exception {
    assertHidden(new NativeEngine(config(), List.of()));
  }

  @Test
  void theFlightRecorderDoesNotShowItBelowTheTask() throws Exception {
    assertHidden(new FlightRecorderEngine(config(), List.of()));
  }

  @Test
  void threadDumpsDoNotShowItBelowTheTask() throws Exception {
    assertHidden(new ThreadDumpEngine(config()));
  }

  @Test
  void whatTheWrapperDoesItselfIsShown() {
    assertThat(FrameRole.isHidden(FrameRole.of(WRAPPER), TASK)).isTrue();
    assertThat(FrameRole.isHidden(FrameRole.of(WRAPPER), RESTORE)).isFalse();
    assertThat(FrameRole.isHidden(FrameRole.of(WRAPPER), null)).isFalse();
    assertThat(FrameRole.isHidden(FrameRole.of(RESTORE), TASK)).isFalse();
  }

  private void assertHidden(ProfilingEngine engine) throws Exception {
    Measured measured = new Measured();
    Thread thread = new Thread(this::pool, "pool-1-thread-1");
    thread.start();
    try (engine) {
      engine.start();
      while (measured.samples(Family.CPU, in("TaskFramesTest.task")).isEmpty()) {
        Thread.sleep(200);
        measured.add(engine.seal());
      }
    } finally {
      running = false;
      thread.join();
    }
    assertThat(measured.samples(Family.CPU, in("TaskFramesTest.task")))
        .allSatisfy(sample -> assertThat(callerOfTask(sample)).endsWith("TaskFramesTest.pool"));
  }

  private String callerOfTask(Sample sample) {
    List<String> functions =
        sample.stackTrace().frames().stream()
            .map(Frame::function)
            .filter(function -> !function.contains("$$Lambda"))
            .toList();
    String task = getClass().getName() + ".task";
    return functions.get(functions.lastIndexOf(task) + 1);
  }

  private void pool() {
    Tasks.run(this::task);
  }

  private void task() {
    while (running) {
      double sum = 0;
      for (int i = 1; i < 20_000; i++) {
        sum += Math.sqrt(i) / (i + sum);
      }
      sink = sum;
    }
  }

  private SamplerConfig config() {
    return new SamplerConfig().withTempDirectory(temp);
  }

  private static Frame java(String className, String method) {
    return Frame.java(className, method, "", 1, FrameKind.JAVA);
  }
}
