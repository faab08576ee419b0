package harness;

import com.shop.Leaking;
import dev.cresset.allocationtracker.AllocationConfig;
import dev.cresset.allocationtracker.AllocationFamilies;
import dev.cresset.allocationtracker.LiveConfig;
import dev.cresset.allocationtracker.LiveHeap;
import dev.cresset.allocationtracker.SessionSurvivors;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.Sample;
import dev.cresset.sampler.EngineLadder;
import dev.cresset.sampler.Overhead;
import dev.cresset.sampler.ProfilingEngine;
import dev.cresset.sampler.SamplerConfig;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Prints what a leaking program has in use at the end of each window of a second. */
final class LiveProgram {
  private static final String SURVIVORS =
      "dev.cresset.allocationtracker.bridge.SurvivorBridge";

  private LiveProgram() {}

  /**
   * @param fails whether the first attempt to change a class is to fail
   */
  static void run(Instrumentation jvm, String engineName, int windows, boolean fails)
      throws Exception {
    AllocationConfig config = new AllocationConfig().withInterval(64 * 1024);
    LiveConfig quick = new LiveConfig().withDelay(Duration.ofSeconds(4)).withPace(Duration.ZERO);
    SessionSurvivors survivors = new SessionSurvivors(quick);
    Set<String> retransformed = ConcurrentHashMap.newKeySet();
    jvm.addTransformer(new Witness(retransformed), true);
    Leaking program = Leaking.start();
    try (ProfilingEngine engine = engine(engineName, config, survivors);
        LiveHeap live =
            new LiveHeap(quick, config, fails ? failingOnce(jvm) : jvm, survivors)) {
      live.start();
      for (int window = 0; window < windows; window++) {
        Thread.sleep(1000);
        engine.seal().forEach(live::observe);
        for (Profile profile : live.seal()) {
          print(window, program.leakedBytes(), profile);
        }
      }
    }
    retransformed.forEach(name -> System.out.println("retransformed\t" + name));
    System.out.println("calls-after-close\t" + CallsAfterClose.of(SURVIVORS, LiveProgram::run));
  }

  /** The JVM's own, but that its classes cannot be had once. */
  private static Instrumentation failingOnce(Instrumentation jvm) {
    AtomicBoolean failed = new AtomicBoolean();
    InvocationHandler handler = (proxy, method, arguments) -> {
      if (method.getName().equals("getAllLoadedClasses") && failed.compareAndSet(false, true)) {
        throw new OutOfMemoryError("no room for the list of all classes");
      }
      return method.invoke(jvm, arguments);
    };
    return (Instrumentation)
        Proxy.newProxyInstance(
            LiveProgram.class.getClassLoader(), new Class<?>[] {Instrumentation.class}, handler);
  }

  private static void run() throws Exception {
    Thread.sleep(100);
  }

  private static ProfilingEngine engine(
      String name, AllocationConfig config, SessionSurvivors survivors)
      throws Exception {
    SamplerConfig sampler =
        new SamplerConfig()
            .withEngine(
                name.equals("native")
                    ? SamplerConfig.Engine.ASYNC_PROFILER
                    : SamplerConfig.Engine.FLIGHT_RECORDER);
    Overhead overhead = new Overhead(Thread.currentThread().getThreadGroup(), line -> {}, () -> {});
    return new EngineLadder(
            sampler, AllocationFamilies.of(config, survivors), line -> {}, overhead)
        .start();
  }

  private static void print(int window, long leaked, Profile profile) {
    System.out.println("truth\t" + window + "\t" + leaked);
    profile.comments().forEach(comment -> System.out.println("comment\t" + comment));
    Map<String, Long> bytes = new HashMap<>();
    for (Sample sample : profile.samples()) {
      String site =
          sample.stackTrace().frame(0) + "\t" + sample.stackTrace().frame(1).function();
      String followed = sample.labels().asMap().get(Labels.FOLLOWED);
      bytes.merge(("no".equals(followed) ? "seen\t" : "live\t") + window + "\t" + site,
          sample.value(2), Long::sum);
    }
    bytes.forEach((site, sum) -> System.out.println(site + "\t" + sum));
  }

  /** Notes which classes are loaded anew. */
  private static final class Witness implements ClassFileTransformer {
    private final Set<String> retransformed;

    Witness(Set<String> retransformed) {
      this.retransformed = retransformed;
    }

    @Override
    public byte[] transform(
        ClassLoader loader,
        String className,
        Class<?> classBeingRedefined,
        ProtectionDomain protectionDomain,
        byte[] classFile) {
      if (classBeingRedefined != null) {
        retransformed.add(className);
      }
      return null;
    }
  }
}
