package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.jfr.JfrEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordedWindowTest {
  private final List<String> told = new ArrayList<>();
  private final Told cpu = new Told("cpu", Family.CPU, told);
  private final Told alloc = new Told("alloc", Family.ALLOC, told);
  private final RecordedWindow window =
      new RecordedWindow(List.of(cpu, alloc), Recorder.ASYNC_PROFILER, 64, false);

  @Test
  void aFamilyThatIsRecordedNoLongerIsFinishedThereAndThen() {
    window.switchTo(List.of(cpu));

    assertThat(told).containsExactly("alloc finished");
  }

  @Test
  void aFamilyThatIsSlowedDownTellsOfItsPartOfTheWindowToo() {
    Told slower = new Told("slower alloc", Family.ALLOC, told);
    window.switchTo(List.of(cpu, slower));
    List<Profile> profiles = window.finish(List.of());

    assertThat(told).containsExactly("alloc finished", "cpu finished", "slower alloc finished");
    assertThat(profiles.get(1).comments()).containsExactly("by alloc", "by slower alloc");
  }

  @Test
  void aWindowThatIsLostIsNotFinished() {
    window.discard();

    assertThat(told).containsExactly("cpu abandoned", "alloc abandoned");
  }

  private record Told(String name, Family family, List<String> told) implements RecordedFamily {
    @Override
    public Recorder recorder() {
      return Recorder.ASYNC_PROFILER;
    }

    @Override
    public Map<String, String> settings() {
      return Map.of();
    }

    @Override
    public void read(JfrEvent event, RecordedChunk chunk, Profile.Builder profile) {}

    @Override
    public void finish(Profile.Builder profile) {
      told.add(name + " finished");
      profile.comment("by " + name);
    }

    @Override
    public void abandon() {
      told.add(name + " abandoned");
    }

    /** By identity, as the others are. */
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
