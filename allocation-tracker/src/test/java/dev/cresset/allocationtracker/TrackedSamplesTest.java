package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrackedSamplesTest {
  private final AtomicLong collections = new AtomicLong();
  private final TrackedSamples tracked = new TrackedSamples(collections::get);

  @Test
  void nothingIsSaidWhileEachSampleMayHaveASlot() {
    assertThat(after(1024)).isEmpty();
    collections.addAndGet(2);
    assertThat(after(3 * 1024)).isEmpty();
  }

  @Test
  void samplesBeyondTheSlotsThatCollectionsCanHaveFreedWereNotTracked() {
    assertThat(after(1025))
        .isEqualTo("live: async-profiler tracked at most 1024 of 1025 sampled objects");
    collections.addAndGet(2);
    assertThat(after(20_000))
        .isEqualTo("live: async-profiler tracked at most 3072 of 20000 sampled objects");
    assertThat(after(20_000)).contains("at most 1024 of 20000");
  }

  @Test
  void theJvmsOwnCollectionsAreCounted() {
    long before = TrackedSamples.collections();
    System.gc();

    assertThat(TrackedSamples.collections()).isGreaterThan(before);
  }

  private String after(int samples) {
    for (int i = 0; i < samples; i++) {
      tracked.sampled();
    }
    return tracked.takeComment();
  }
}
