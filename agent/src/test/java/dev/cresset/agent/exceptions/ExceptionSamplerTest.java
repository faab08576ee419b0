package dev.cresset.agent.exceptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.agent.bridge.Exceptions;
import dev.cresset.profile.Family;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.Sample;
import dev.cresset.sampler.SampleContexts;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExceptionSamplerTest {
  private static final int COUNT = Family.EXCEPTIONS.types().indexOf(ProfileType.EXCEPTIONS);

  @AfterEach
  void uninstall() {
    Exceptions.install(null);
  }

  @Test
  void whereThereAreTooManyToSampleThemAllTheirNumberIsStillRight() {
    int runs = 20;
    int exceptions = 100_000;
    long counted = 0;
    long samples = 0;

    for (int run = 0; run < runs; run++) {
      ExceptionSampler sampler = new ExceptionSampler(new ExceptionConfig());
      sampler.install();
      for (int i = 0; i < exceptions; i++) {
        Exceptions.made(IllegalStateException.class);
      }
      Profile profile = sampler.seal();
      counted += sum(profile, COUNT);
      samples += sum(profile, 0);
    }

    // Each run's standard error is about 6 %, that of their mean under 2 %.
    assertThat((double) counted / runs).isCloseTo(exceptions, within(0.08 * exceptions));
    assertThat(samples).isLessThan(runs * exceptions / 50L);
  }

  @Test
  void aSampleHasTheLabelsOfTheRequestItIsFrom() {
    SampleContexts contexts =
        new SampleContexts() {
          @Override
          public Known now() {
            return (labels, threadId, nanoTime) ->
                threadId == Thread.currentThread().threadId()
                    ? labels.with("endpoint", "GET /cart")
                    : labels;
          }

          @Override
          public Known seal() {
            return Known.NOTHING;
          }
        };
    ExceptionSampler sampler = new ExceptionSampler(new ExceptionConfig().withContexts(contexts));
    sampler.install();

    Exceptions.made(IllegalStateException.class);

    assertThat(sampler.seal().samples())
        .singleElement()
        .extracting(sample -> sample.labels().asMap())
        .hasToString(
            "{class=java.lang.IllegalStateException, endpoint=GET /cart, thread="
                + Thread.currentThread().getName()
                + "}");
  }

  @Test
  void aVirtualThreadIsNamedAsSuch() throws Exception {
    ExceptionSampler sampler = new ExceptionSampler(new ExceptionConfig());
    sampler.install();

    Thread.ofVirtual().start(() -> Exceptions.made(IllegalStateException.class)).join();

    assertThat(sampler.seal().samples())
        .singleElement()
        .extracting(sample -> sample.labels().asMap().get(Labels.THREAD))
        .isEqualTo("(virtual)");
  }

  /** What a carrier makes itself, it makes between two virtual threads. */
  @Test
  void aCarrierIsToldFromWhatItCarriesAndFromOtherThreads() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    AtomicBoolean told = new AtomicBoolean();
    Thread virtual =
        Thread.ofVirtual()
            .start(() -> {
              told.set(ExceptionSampler.isCarrier(Thread.currentThread()));
              try {
                over.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    try {
      assertThat(Thread.getAllStackTraces().keySet()).anyMatch(ExceptionSampler::isCarrier);
      assertThat(ExceptionSampler.isCarrier(Thread.currentThread())).isFalse();
    } finally {
      over.countDown();
      virtual.join();
    }
    assertThat(told).isFalse();
  }

  @Test
  void manyNamesOfThreadsInOneWindowTakeNoneFromTheNext() throws Exception {
    ExceptionSampler sampler = new ExceptionSampler(new ExceptionConfig());
    sampler.install();
    Runnable fails = () -> Exceptions.made(IllegalStateException.class);
    for (char first = 'a'; first <= 'z'; first++) {
      for (int next = 0; next < 2 * ('z' - 'a'); next++) {
        String name = "session-" + first + (char) ('A' + next);
        Thread.ofPlatform().name(name).start(fails).join();
      }
    }
    sampler.seal();

    // So many that some are sampled, though by now not each is.
    Runnable failsOften =
        () -> {
          for (int i = 0; i < 100_000; i++) {
            fails.run();
          }
        };
    Thread.ofPlatform().name("pool").start(failsOften).join();

    assertThat(sampler.seal().samples())
        .isNotEmpty()
        .extracting(sample -> sample.labels().asMap().get(Labels.THREAD))
        .containsOnly("pool");
  }

  @Test
  void whatTheAgentMakesItselfIsNotTheApplications() {
    Thread own = Thread.currentThread();
    ExceptionSampler sampler =
        new ExceptionSampler(new ExceptionConfig().withOwn(thread -> thread == own));
    sampler.install();

    Exceptions.made(IllegalStateException.class);

    assertThat(sampler.seal().samples()).isEmpty();
  }

  @Test
  void whateverFailsWhileSamplingIsCountedAndReachesNobody() {
    SampleContexts failing =
        new SampleContexts() {
          @Override
          public Known now() {
            throw new IllegalStateException("nobody knows");
          }

          @Override
          public Known seal() {
            return Known.NOTHING;
          }
        };
    ExceptionSampler sampler = new ExceptionSampler(new ExceptionConfig().withContexts(failing));
    sampler.install();

    Exceptions.made(IllegalStateException.class);

    Profile profile = sampler.seal();
    assertThat(profile.samples()).isEmpty();
    assertThat(profile.comments()).contains("exceptions: 1 samples lost by errors");
  }

  private static long sum(Profile profile, int type) {
    return profile.samples().stream().mapToLong((Sample sample) -> sample.value(type)).sum();
  }
}
