package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.jfr.JfrEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What families may ask of async-profiler's sessions. */
class NativeSessionsTest {
  private static final String REFUSED = "";

  @TempDir Path temp;

  @Test
  void whereAsyncProfilerRefusesAFamilyItsSimplerFormIsTried() throws Exception {
    RecordedFamily simple = new Allocations("1m", Optional.empty(), false);
    try (NativeEngine engine = engine(new Allocations(REFUSED, Optional.of(simple), false))) {
      engine.start();

      assertThat(engine.families()).contains(Family.ALLOC);
      assertThat(comments(engine)).noneMatch(comment -> comment.contains("unavailable"));
    }
  }

  @Test
  void whereTheSimplerFormIsRefusedTooTheOthersAreTaken() throws Exception {
    RecordedFamily simple = new Allocations(REFUSED, Optional.empty(), false);
    try (NativeEngine engine = engine(new Allocations(REFUSED, Optional.of(simple), false))) {
      engine.start();

      assertThat(engine.families()).contains(Family.CPU).doesNotContain(Family.ALLOC);
      assertThat(comments(engine)).anyMatch(c -> c.startsWith("alloc profiles unavailable"));
    }
  }

  @Test
  void aSessionEndsWhenAFamilyWantsItToAndTheNextGoesOn() throws Exception {
    try (NativeEngine engine = engine(new Allocations("1m", Optional.empty(), true))) {
      engine.start();

      for (int i = 0; i < 3; i++) {
        assertThat(comments(engine))
            .anyMatch(comment -> comment.endsWith("only told at the end of a session"));
      }
    }
  }

  private NativeEngine engine(RecordedFamily family) {
    return new NativeEngine(new SamplerConfig().withTempDirectory(temp), List.of(family));
  }

  private static List<String> comments(NativeEngine engine) throws Exception {
    List<Profile> profiles = engine.seal();
    return profiles.get(0).comments();
  }

  private record Allocations(String interval, Optional<RecordedFamily> simpler, boolean ends)
      implements RecordedFamily {
    @Override
    public Family family() {
      return Family.ALLOC;
    }

    @Override
    public Recorder recorder() {
      return Recorder.ASYNC_PROFILER;
    }

    @Override
    public Map<String, String> settings() {
      return interval.isEmpty() ? Map.of("interval", "none") : Map.of("alloc", interval);
    }

    @Override
    public boolean wantsEnd(long sessionNanos) {
      return ends;
    }

    @Override
    public void read(JfrEvent event, RecordedChunk chunk, Profile.Builder profile) {}

    @Override
    public void finish(Profile.Builder profile) {}
  }
}
