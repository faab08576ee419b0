package dev.cresset.agent.exceptions;

import dev.cresset.agent.bridge.Exceptions;
import dev.cresset.allocationtracker.BootClasses;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.JvmShutdown;
import java.io.IOException;
import java.lang.instrument.Instrumentation;

/**
 * The instrumentation of {@link Throwable}, from its start to {@link #close}, which leaves the
 * class as it was.
 */
final class ExceptionTracking implements AutoCloseable {
  static final String BRIDGE = "dev.cresset.agent.bridge.";

  /** All classes of the bridge, those first that others need, and the one that is called last. */
  private static final String[] CLASSES = {BRIDGE + "ExceptionHooks", BRIDGE + "Exceptions"};

  private final Instrumentation instrumentation;
  private final ThrowableTransformer transformer = new ThrowableTransformer();
  private final ExceptionSampler sampler;

  private ExceptionTracking(Instrumentation instrumentation, ExceptionConfig config) {
    this.instrumentation = instrumentation;
    this.sampler = new ExceptionSampler(config);
  }

  /**
   * Samples exceptions from now on.
   *
   * @param instrumentation of an agent that may retransform classes
   * @throws Exception where this JVM does not let us; nothing is instrumented then
   */
  static ExceptionTracking start(Instrumentation instrumentation, ExceptionConfig config)
      throws Exception {
    // Before any class of ours is loaded that needs them: it is to find them there.
    BootClasses.install(
        instrumentation,
        ExceptionTracking.class.getClassLoader(),
        config.tempDirectory(),
        Exceptions.CONTRACT,
        CLASSES);
    ExceptionTracking tracking = new ExceptionTracking(instrumentation, config);
    try {
      tracking.instrument();
    } catch (Exception | LinkageError | InternalError e) {
      tracking.close();
      throw e;
    }
    return tracking;
  }

  private void instrument() throws Exception {
    instrumentation.addTransformer(transformer, true);
    instrumentation.retransformClasses(Throwable.class);
    if (!transformer.hasWoven()) {
      throw new IOException("java.lang.Throwable was not instrumented.", transformer.failure());
    }
    sampler.install();
  }

  /** The exceptions of the window that ends now. */
  Profile seal() {
    return sampler.seal();
  }

  /** How long threads were kept from their work by sampling, since the last call. */
  long takeNanos() {
    return sampler.takeNanos();
  }

  /** Samples at so many times the configured interval from now on, or less often. */
  void slowDown(int factor) {
    sampler.slowDown(factor);
  }

  /** Takes no samples from now on. */
  void pause() {
    sampler.uninstall();
  }

  /** Takes samples again. */
  void resume() {
    sampler.seal();
    sampler.install();
  }

  @Override
  public void close() {
    sampler.uninstall();
    // In a JVM that ends, the class need not be restored, which takes a while.
    if (instrumentation.removeTransformer(transformer) && !JvmShutdown.hasBegun()) {
      try {
        instrumentation.retransformClasses(Throwable.class);
      } catch (Exception | LinkageError | InternalError e) {
        // It stays as it is: its constructors call a bridge that does nothing any more.
      }
    }
  }
}
