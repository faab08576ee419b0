package dev.cresset.allocationtracker;

import dev.cresset.sampler.RecordedFamily;
import java.util.Arrays;
import java.util.List;

/** The allocation profiles that recorders take by themselves, to hand to an engine. */
public final class AllocationFamilies {
  private AllocationFamilies() {}

  /**
   * @return one for each recorder; not to be shared by two engines
   */
  public static List<RecordedFamily> of(AllocationConfig config) {
    return Arrays.asList(
        new NativeAllocations(config), new FlightRecorderAllocations(config, javaVersion()));
  }

  /** 8, 11, 17, … */
  private static int javaVersion() {
    String version = System.getProperty("java.specification.version");
    return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
  }
}
