package dev.cresset.agent.requests;

import dev.cresset.allocationtracker.BootClasses;
import dev.cresset.allocationtracker.ClassFiles;
import dev.cresset.sampler.JvmShutdown;
import dev.cresset.sampler.ProfilingEngine;
import dev.cresset.sampler.SampleContexts;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Instruments the application so that samples can be told from which request they are, and counts
 * the requests. {@link #close} leaves every class as it was.
 */
public final class RequestTracking implements AutoCloseable {
  private final Instrumentation instrumentation;
  private final Extensions extensions;
  private final RequestTransformer transformer;
  private final RequestRegistry registry;
  private final RequestSpans spans;
  private final RequestProfiles profiles;

  private RequestTracking(
      RequestConfig config,
      Instrumentation instrumentation,
      BootClasses bridge,
      Extensions extensions,
      BiConsumer<String, Throwable> onFailure) {
    EntryPoints entryPoints = new EntryPoints(extensions.entryPoints());
    Endpoints endpoints = new Endpoints(config.maxValues());
    RequestLabels labels = new RequestLabels(endpoints, config);
    Slowness slowness = new Slowness(config.slow(), endpoints.capacity());
    this.instrumentation = instrumentation;
    this.extensions = extensions;
    this.transformer = new RequestTransformer(entryPoints, bridge, onFailure);
    this.registry = new RequestRegistry(entryPoints, endpoints, slowness);
    this.spans = new RequestSpans(registry, labels);
    this.profiles = new RequestProfiles(registry, endpoints, labels);
  }

  /**
   * Instruments what is loaded already, and what will be.
   *
   * @param instrumentation of an agent that may retransform classes
   * @param onFailure told of the first class that cannot be instrumented, and why
   * @param onProblem told of each thing that is wrong with the extensions, which go without it
   * @throws Exception when this JVM does not let us, or has the bridge of another version; nothing
   *     is instrumented then
   */
  public static RequestTracking start(
      RequestConfig config,
      Instrumentation instrumentation,
      BiConsumer<String, Throwable> onFailure,
      Consumer<String> onProblem)
      throws Exception {
    BootClasses bridge =
        BootClasses.install(
            instrumentation,
            RequestTracking.class.getClassLoader(),
            config.tempDirectory(),
            Bridge.CONTRACT,
            Bridge.CLASSES);
    Extensions extensions = Extensions.load(config.extensions(), onProblem);
    RequestTracking tracking =
        new RequestTracking(config, instrumentation, bridge, extensions, onFailure);
    tracking.install();
    return tracking;
  }

  private void install() throws IOException {
    try {
      transformer.rehearse(ClassFiles.read(RequestTracking.class.getName()));
      registry.install();
      if (VirtualThreads.areThere()) {
        followVirtualThreads();
      }
      instrumentation.addTransformer(transformer, true);
      retransform(transformer::wants);
    } catch (IOException | RuntimeException | LinkageError e) {
      close();
      throw e;
    }
  }

  private void followVirtualThreads() {
    try {
      registry.carriersAre(VirtualThreads.carriers(instrumentation));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      transformer.fail("virtual threads", e);
    }
  }

  /** What threads work for, for an engine to ask. */
  public SampleContexts contexts() {
    return spans;
  }

  /** The same engine, with a profile of the requests beside its own; closing it closes this. */
  public ProfilingEngine beside(ProfilingEngine engine) {
    registry.engineIs(
        engine.name().equals("async-profiler"), engine.name().equals("flight-recorder"));
    return new RequestEngine(engine, profiles, this);
  }

  @Override
  public void close() {
    registry.uninstall();
    // In a JVM that ends, the classes need not be restored, which takes a while.
    if (instrumentation.removeTransformer(transformer) && !JvmShutdown.hasBegun()) {
      retransform(transformer::hasWoven);
    }
    extensions.close();
  }

  private void retransform(Predicate<Class<?>> wanted) {
    List<Class<?>> classes = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (instrumentation.isModifiableClass(type) && !type.isArray() && wanted.test(type)) {
        classes.add(type);
      }
    }
    for (Class<?> type : classes) {
      try {
        instrumentation.retransformClasses(type);
      } catch (Exception | LinkageError | InternalError e) {
        transformer.fail(type.getName(), e);
      }
    }
  }
}
