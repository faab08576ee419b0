package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.allocationtracker.PrintedProfile.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Allocations of a program in a forked JVM, seen by instrumentation alone. */
class InstrumentedAllocationsTest {
  private static final String JAVAS = "dev.cresset.allocationtracker.ForkedJvm#javas";
  private static final int INTERVAL = 98_304;

  @ParameterizedTest
  @MethodSource(JAVAS)
  void everySiteIsSeenWithItsClassItsObjectsAndItsBytes(Path java) throws Exception {
    List<String> output = instrumented(java, "com.shop.Sites", "2");
    Expected expected = new Expected(new PrintedProfile(output), "com.shop.Sites.");

    // Sizes as on any 64-bit JVM with a heap below 32 GB: a header of 12 bytes, references of 4,
    // and 16 bytes before the elements of an array.
    expected.add("once", "byte[]", 100_000, 1016);
    expected.add("twice", "byte[]", 200_000, 1016);
    expected.add("objects", "com.shop.Sites$Line", 2_000_000, 32);
    expected.add("throwing", "com.shop.Sites$Refusing", 2_000_000, 32);
    expected.add("superArgument", "com.shop.Sites$Wrapping", 2_000_000, 32);
    expected.add("superArgument", "com.shop.Sites$Line", 1_000_000, 32);
    expected.add("superArgument", "com.shop.Sites$Part", 1_000_000, 16);
    expected.add("ofInterface", "short[]", 50_000, 2016);
    expected.add("ofInterface", "long[]", 50_000, 2016);
    expected.add("tryFinally", "char[]", 50_000, 1016);
    expected.add("tryFinally", "float[]", 100_000, 1016);
    expected.add("switching", "byte[]", 33_334, 3016);
    expected.add("switching", "double[]", 33_334, 3016);
    expected.add("grid", "int[]", 100_000, 1016);
    expected.add("ragged", "boolean[][]", 150_000, 416);
    expected.add("empty", "int[][]", 2_000_000, 16);
    expected.add("references", "com.shop.Sites$Line[]", 50_000, 2016);
    expected.add("references", "int[][]", 50_000, 2016);
    expected.add("copies", "com.shop.Sites$Line[]", 40_000, 2416);
    expected.add("clones", "com.shop.Sites$Line[]", 50_000, 2016);
    expected.add("clones", "long[]", 50_000, 2016);
    expected.add("lambdas", "com.shop.Sites$$Lambda", 4_000_000, 16);
    expected.add("boxes", "java.lang.Long", 4_000_000, 24);
    expected.add("lists", "java.lang.Object[]", 25_000, 4016);
    expected.add("maps", "java.util.HashMap$Node[]", 25_000, 4112);
    expected.add("maps", "java.util.HashMap$Node", 2_500_000, 32);
    expected.add("reflected", "com.shop.Sites$Line[]", 50_000, 2016);
    expected.add("cloneables", "com.shop.Sites$Sheep", 2_000_000, 48);
    expected.verify();
    assertThat(output).as("no class is left instrumented").contains("calls-after-close\t0");
  }

  @ParameterizedTest
  @MethodSource(JAVAS)
  void classFilesOfTheOldestVersionAreSeenTheSame(Path java) throws Exception {
    List<String> output = instrumented(java, "com.shop.Old");
    Expected expected = new Expected(new PrintedProfile(output), "com.shop.Old.");

    expected.add("main", "com.shop.Sites$Line", OldClassFile.TIMES, 32);
    expected.add("main", "com.shop.Sites$Line[]", OldClassFile.TIMES, 216);
    expected.add("main", "long[]", OldClassFile.TIMES, 216);
    expected.verify();
  }

  @ParameterizedTest
  @MethodSource(JAVAS)
  void codeWhoseLoaderDoesNotFindTheBridgeIsLeftAloneAndCounted(Path java) throws Exception {
    List<String> output = instrumented(java, "com.shop.Sealed");
    PrintedProfile profile = new PrintedProfile(output);

    assertThat(output).contains("plugin\tcom.shop.Sealed$Loader");
    assertThat(profile.comments())
        .contains(
            "allocations: 1 classes stay as they are because their loaders do not find the agent's"
                + " bridge");
    assertThat(profile.under("com.shop.Sealed$Plugin.get", "byte[]").samples).isZero();
  }

  @Test
  void aLargeProgramGoesOnWorking() throws Exception {
    List<String> output =
        instrumented(
            ForkedJvm.own(), "com.shop.Compiling", ForkedJvm.source("com/shop/Sites.java"), "5");
    PrintedProfile profile = new PrintedProfile(output);

    // Sites and its seven nested classes, five times before the classes are restored and after.
    assertThat(output.stream().filter("compiled\t8"::equals)).hasSize(10);
    assertThat(output).contains("calls-after-close\t0");
    assertThat(profile.comments()).noneMatch(comment -> comment.contains("classes stay"));
    assertThat(profile.sum(line -> line.isUnder("com.sun.tools.javac.main.Main.compile")).bytes)
        .isGreaterThan(10_000_000);
  }

  private static List<String> instrumented(Path java, String... program) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("-Xverify:all", "harness.Harness", "instrumented", String.valueOf(INTERVAL)));
    arguments.addAll(List.of(program));
    return ForkedJvm.run(java, arguments.toArray(new String[0]));
  }

  private static final class Expected {
    private static final double STANDARD_DEVIATIONS = 5;

    private final PrintedProfile profile;
    private final String prefix;
    private final SoftAssertions softly = new SoftAssertions();

    Expected(PrintedProfile profile, String prefix) {
      this.profile = profile;
      this.prefix = prefix;
    }

    void add(String method, String className, long objects, long size) {
      Volume seen = profile.under(prefix + method, className);
      // An object of another size than the bridge counts it with is sampled that much less often.
      boolean array = className.endsWith("]");
      double samples = objects * Weight.chance(array ? size : 24, INTERVAL);
      double tolerance = STANDARD_DEVIATIONS / Math.sqrt(samples);
      near(method + " samples", seen.samples, samples, tolerance);
      near(method + " objects", seen.objects, objects, tolerance);
      near(method + " bytes", seen.bytes, (double) objects * size, tolerance);
    }

    private void near(String what, double seen, double expected, double tolerance) {
      softly.assertThat(seen / expected).as(what).isBetween(1 - tolerance, 1 + tolerance);
    }

    void verify() {
      softly.assertThat(profile.comments()).noneMatch(c -> c.contains("stay as"));
      softly.assertThat(profile.comments()).noneMatch(c -> c.contains("samples"));
      softly.assertAll();
    }
  }
}
