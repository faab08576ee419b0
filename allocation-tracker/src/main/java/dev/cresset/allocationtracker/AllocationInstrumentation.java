package dev.cresset.allocationtracker;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.JvmShutdown;
import dev.cresset.sampler.ProfilingEngine;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Samples allocations by instrumenting the code that makes them, for JVMs whose recorder cannot: a
 * JDK 8 without debug symbols, or one where no native library may be loaded.
 *
 * <p>Runs beside an engine that takes the other families. {@link #start} and {@link #close} have
 * classes transformed, which stops the application for moments; after {@code close} the classes are
 * what they were.
 */
public final class AllocationInstrumentation implements ProfilingEngine {
  private final AllocationConfig config;
  private final Instrumentation instrumentation;
  private final ClassFilter filter;
  private final InstrumentationCounts counts = new InstrumentationCounts();
  private final LoadedClasses loadedClasses;
  private InstalledBridge bridge;
  private AllocationTransformer transformer;
  private AllocationCollector collector;

  /**
   * @param instrumentation of an agent whose manifest has {@code Can-Retransform-Classes: true};
   *     otherwise only classes that are loaded from now on are seen, and they stay instrumented
   */
  public AllocationInstrumentation(AllocationConfig config, Instrumentation instrumentation) {
    this.config = config;
    this.instrumentation = instrumentation;
    this.filter = new ClassFilter(config);
    this.loadedClasses = new LoadedClasses(instrumentation, filter::accepts, counts);
  }

  /**
   * Whether classes should be instrumented.
   *
   * @param recorded the families of the engine that runs already
   */
  public static boolean isWanted(AllocationConfig config, Set<Family> recorded) {
    switch (config.instrumentation()) {
      case ON:
        return true;
      case OFF:
        return false;
      default:
        return !recorded.contains(Family.ALLOC);
    }
  }

  @Override
  public String name() {
    return "allocation-instrumentation";
  }

  @Override
  public Set<Family> families() {
    return Collections.singleton(Family.ALLOC);
  }

  @Override
  public void start() throws Exception {
    bridge = InstalledBridge.in(instrumentation, config.tempDirectory());
    AllocationRecorder recorder = new AllocationRecorder(new ObjectSizes(instrumentation));
    collector = new AllocationCollector(config, recorder, bytes -> bridge.send(recorder, bytes));
    transformer = new AllocationTransformer(filter, bridge, counts);
    transformer.rehearse();
    try {
      bridge.send(recorder, config.interval());
      instrumentation.addTransformer(transformer, instrumentation.isRetransformClassesSupported());
      loadedClasses.transform();
      collector.start();
    } catch (RuntimeException | LinkageError e) {
      close();
      throw e;
    }
  }

  @Override
  public List<Profile> seal() {
    List<String> comments = new ArrayList<>();
    comments.add("engine: " + name());
    comments.addAll(counts.comments());
    return Collections.singletonList(collector.seal(comments));
  }

  @Override
  public void close() {
    if (collector == null) {
      return;
    }
    collector.close();
    collector = null;
    bridge.send(null, config.interval());
    boolean wasThere = instrumentation.removeTransformer(transformer);
    // At the JVM's end they need not be restored, which takes a while.
    if (wasThere && !JvmShutdown.hasBegun()) {
      loadedClasses.transform();
    }
  }
}
