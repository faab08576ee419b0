package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.collector.pprof.Frame;
import dev.cresset.collector.pprof.FrameKind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProfileStoreTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();

  private final ProfileStore store = new ProfileStore(CLICK_HOUSE.clickHouse());

  @Test
  void storesAProfileWithAllItRefersTo() throws SQLException {
    Instant start = Instant.now();
    DecodedProfile content =
        new DecodedProfile(
            start,
            10_000_000_000L,
            10_000_000,
            List.of("effective rate 99 %"),
            List.of(new Frame(-7, "a.B.c", "a.B", "B.java", 3, FrameKind.INLINED)),
            List.of(new DecodedProfile.Stack(-8, new long[] {-7, -7})),
            List.of(new DecodedProfile.LabelSet(-9, new TreeMap<>(Map.of("k", "v'\\\u0000")))),
            new long[] {-8, -8},
            new long[] {-9, 0},
            List.of(
                new DecodedProfile.Measure(
                    "cpu", "nanoseconds", new long[] {5, 0}, new long[] {1, 0})));

    store.store(
        List.of(new NewProfile("id", "shop", "1", "prod", "i", Map.of("a", "b"), "cpu", content)));

    assertThat(
            CLICK_HOUSE.column(
                "SELECT toString(tuple(* EXCEPT (start, dictionary))) FROM profiles"))
        .containsExactly(
            """
            ('default','shop','cpu','nanoseconds','cpu','1','prod','i',10000000000,10000000,'id',\
            {'a':'b'},['effective rate 99 %'],[1],[5],[1])\
            """);
    assertThat(CLICK_HOUSE.column("SELECT toString((number, stack, label_set)) FROM numbers"))
        .containsExactly("(1,-8,-9)", "(2,-8,0)");
    assertThat(
            CLICK_HOUSE.column(
                "SELECT uniqExact(dictionary) FROM"
                    + " (SELECT dictionary FROM numbers UNION ALL SELECT dictionary FROM profiles)"))
        .containsExactly("1");
  }
}
