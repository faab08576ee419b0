package dev.cresset.collector.ingest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.pprof.PprofLimits;
import dev.cresset.collector.store.Kept;
import dev.cresset.collector.store.Retention;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptanceTest {
  private static final List<String> NAMES =
      List.of("service", "release", "environment", "instance", "family");

  private static final Limit ANY = new Limit("any", 1 << 16);

  private final Acceptance acceptance =
      new Acceptance(
          new IngestLimits(
              new PprofLimits(ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY),
              ANY,
              ANY,
              ANY,
              ANY,
              new DailyLimits(ANY, ANY, ANY, ANY, new NameLimits(ANY, ANY, ANY, ANY, ANY))),
          new Kept(new Retention(30)));

  @ParameterizedTest
  @ValueSource(strings = {"service", "release", "environment", "instance", "family"})
  void aNameThatEveryRowHasIsShort(String what) {
    assertThatCode(() -> acceptance.check(profile(what, "n".repeat(1024))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> acceptance.check(profile(what, "\u00fc".repeat(513))))
        .isInstanceOf(RejectedProfileException.class)
        .hasMessage(
            "The profile's " + what + " has 1026 bytes, more than 1024: give it a shorter one");
  }

  private static IncomingProfile profile(String what, String text) {
    List<String> names = new ArrayList<>(Collections.nCopies(NAMES.size(), "short"));
    names.set(NAMES.indexOf(what), text);
    Origin origin =
        new Origin(names.get(0), names.get(1), names.get(2), names.get(3), Map.of("a", text));
    return new IncomingProfile("id", origin, names.get(4), new byte[0]);
  }
}
