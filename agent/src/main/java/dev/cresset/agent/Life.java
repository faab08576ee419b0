package dev.cresset.agent;

import dev.cresset.agent.config.AgentConfig;
import dev.cresset.agent.config.Option;
import dev.cresset.agent.guard.BootGuard;
import dev.cresset.agent.identity.HostProcess;
import dev.cresset.agent.logging.AgentLog;
import dev.cresset.profile.Resource;
import dev.cresset.sampler.Overhead;
import dev.cresset.sampler.TempDirectories;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The agent from its start to its end, through all its reconfigurations: each ends the last windows
 * and begins anew, and what has not left yet goes on waiting. Safe for use by many threads.
 */
final class Life {
  private static final Set<Option<?>> OF_SINKS =
      new HashSet<>(Arrays.asList(Option.COLLECTOR, Option.EXPORT, Option.SPOOL_BYTES));

  /** What a pace that fitted the budget says nothing about. */
  private static final Set<Option<?>> OF_RATES =
      new HashSet<>(
          Arrays.asList(
              Option.OVERHEAD_BUDGET,
              Option.ENGINE,
              Option.CPU_INTERVAL,
              Option.WALL_INTERVAL,
              Option.ALLOC_INTERVAL,
              Option.LOCK_INTERVAL,
              Option.NATIVEMEM_INTERVAL,
              Option.EXCEPTIONS_INTERVAL));

  /** Asked for when they are needed. */
  private static final Set<Option<?>> NEED_NO_RESTART =
      new HashSet<>(Arrays.asList(Option.SHUTDOWN_TIMEOUT, Option.OPTIONS_FILE, Option.LOG_LEVEL));

  private final Reconfiguration options;
  private final Resource resource;
  private final Instrumentation jvm;
  private final AgentLog log;
  private final StartReport report;
  private final Overhead overhead;
  private final Management management;
  private final BootGuard guard;

  // Guarded by this; profiling is null once it was stopped.
  private ProfileDispatch sinks;
  private Profiling profiling;

  /** To be called on the agent's own thread, by whose group the others are known. */
  Life(
      Reconfiguration options,
      Resource resource,
      Instrumentation jvm,
      AgentLog log,
      StartReport report) {
    this.options = options;
    this.resource = resource;
    this.jvm = jvm;
    this.log = log;
    this.report = report;
    ThreadGroup ownThreads = Thread.currentThread().getThreadGroup();
    this.overhead = new Overhead(ownThreads, log::info, () -> management().publish());
    this.management = new Management(overhead::latest);
    this.guard = guard();
    Composition composition = composition();
    this.sinks = composition.sinks();
    this.profiling = composition.profiling(sinks, overhead);
  }

  private Management management() {
    return management;
  }

  /** Profiles on the calling thread until {@link #stop}, and until nothing of it runs any more. */
  void run() {
    Profiling former = null;
    for (Profiling now = profiling(); now != null; now = next(now)) {
      now.run();
      if (former != null) {
        former.awaitEnded();
      }
      former = now;
    }
    if (former != null) {
      former.awaitEnded();
    }
  }

  private synchronized Profiling profiling() {
    return profiling;
  }

  /** What takes the place of the one that has ended, if not null. */
  private synchronized Profiling next(Profiling ended) {
    return profiling == ended ? null : profiling;
  }

  /**
   * @return what became of each changed option, a line each
   */
  synchronized List<String> reconfigure(String arguments) {
    Set<Option<?>> changed = new HashSet<>(options.apply(arguments));
    log.setLevel(options.config().get(Option.LOG_LEVEL));
    changed.removeAll(NEED_NO_RESTART);
    if (changed.stream().anyMatch(OF_RATES::contains)) {
      overhead.forgetPace();
    }
    if (!changed.isEmpty() && profiling != null) {
      restart(changed.stream().anyMatch(OF_SINKS::contains));
    }
    List<String> said = options.said();
    said.forEach(line -> log.info("Reconfigured: " + line));
    return said;
  }

  private void restart(boolean withSinks) {
    Profiling former = profiling;
    Composition composition = composition();
    ProfileDispatch formerSinks = sinks;
    if (withSinks) {
      sinks = composition.sinks();
    }
    profiling = composition.profiling(sinks, overhead);
    former.stopEngines(deadline());
    if (withSinks) {
      sinks.takeOver(formerSinks);
    }
  }

  private Composition composition() {
    return new Composition(options.config(), resource, jvm, log, guard, this::announce);
  }

  private void announce(String line) {
    log.info(line);
    report.add(line);
    report.complete();
  }

  /**
   * Ends the last windows, lets the profiles leave and closes everything.
   *
   * @return false if something was left behind when the time was over
   */
  synchronized boolean stop() {
    if (profiling == null) {
      return true;
    }
    boolean complete = profiling.stop(options.config().get(Option.SHUTDOWN_TIMEOUT));
    if (!complete) {
      log.debug("Not all of the last profiles left within shutdown.timeout.");
    }
    guard.close();
    profiling = null;
    management.close();
    return complete;
  }

  private BootGuard guard() {
    AgentConfig config = options.config();
    Path asked = config.get(Option.STATE_DIRECTORY);
    Path directory =
        asked.toString().isEmpty()
            ? TempDirectories.writable(Composition.wantedTempDirectory(config))
                .resolve("cresset-" + System.getProperty("user.name", "nobody"))
            : asked;
    return new BootGuard(
        directory, resource.service(), HostProcess.current().pid(), versions(), log);
  }

  /** The jar's size tells one version of the agent from another. */
  private static String versions() {
    URL jar = Life.class.getProtectionDomain().getCodeSource().getLocation();
    return System.getProperty("java.vm.version") + " " + new File(jar.getPath()).length();
  }

  private long deadline() {
    return System.nanoTime() + options.config().get(Option.SHUTDOWN_TIMEOUT).toNanos();
  }
}
