package dev.cresset.allocationtracker;

import dev.cresset.sampler.JavaVersion;
import dev.cresset.sampler.RecordedFamily;
import java.util.Arrays;
import java.util.List;

/** The allocation profiles that recorders take by themselves, to hand to an engine. */
public final class AllocationFamilies {
  /** Older ones do not let async-profiler hold on to the objects it samples. */
  private static final int OBJECTS_SINCE = 11;

  private AllocationFamilies() {}

  /**
   * @return one for each recorder; not to be shared by two engines
   */
  public static List<RecordedFamily> of(AllocationConfig config) {
    return of(config, null);
  }

  /**
   * @param survivors are told what is in use at the end of a session, where a recorder knows
   */
  public static List<RecordedFamily> of(AllocationConfig config, SessionSurvivors survivors) {
    boolean tellsObjects = JavaVersion.current() >= OBJECTS_SINCE;
    return Arrays.asList(
        new NativeAllocations(config, tellsObjects ? survivors : null),
        new FlightRecorderAllocations(config, JavaVersion.current()));
  }
}
