package dev.cresset.collector.ingest;

import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.collector.pprof.PprofDecoder;
import dev.cresset.collector.pprof.PprofException;
import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.NewProfile;
import dev.cresset.collector.store.ProfileStore;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Checks, decodes and stores what arrives, in bounded memory. */
public final class StoringIngest implements ProfileIngest, AutoCloseable {
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** About how many bytes a decoder takes for each of the profile's, at the worst. */
  private static final int DECODING = 4;

  private final IngestLimits limits;
  private final Acceptance acceptance;
  private final MemoryBudget budget;
  private final IngestMetrics metrics;
  private final GroupCommit commit;

  /** To decode more at once takes no less time, only more memory. */
  private final Semaphore decoders = new Semaphore(Runtime.getRuntime().availableProcessors());

  public StoringIngest(ProfileStore store, IngestLimits limits, PrometheusRegistry registry) {
    this.limits = limits;
    this.acceptance = new Acceptance(limits);
    this.budget = new MemoryBudget(limits.inFlight().setting(), limits.inFlight().maximum());
    this.metrics = new IngestMetrics(registry);
    IngestMetrics.watch(budget, registry);
    this.commit = GroupCommit.start(store::store, metrics);
  }

  @Override
  public void store(IncomingProfile profile)
      throws RejectedProfileException, OverloadedException, InterruptedException {
    metrics.received(profile.pprof().length);
    boolean delayed = true;
    try (MemoryBudget.Share memory = budget.open()) {
      memory.resize(profile.pprof().length);
      acceptance.check(profile);
      DecodedProfile content = decode(profile.pprof(), memory);
      acceptance.check(content);
      memory.resize(content.weight());
      commit.store(row(profile, content));
      metrics.stored();
      delayed = false;
    } catch (SQLException e) {
      throw new OverloadedException(
          ClickHouse.isRefusal(e)
              ? "The storage refuses the profile now; the collector's log says why"
              : "The storage cannot be reached now",
          RETRY,
          e);
    } catch (RejectedProfileException e) {
      metrics.rejected(e.limit());
      delayed = false;
      throw e;
    } finally {
      if (delayed) {
        metrics.delayed();
      }
    }
  }

  private DecodedProfile decode(byte[] pprof, MemoryBudget.Share memory)
      throws RejectedProfileException, OverloadedException, InterruptedException {
    decoders.acquire();
    try {
      byte[] unpacked = PprofDecoder.unpack(pprof, limits.profile());
      memory.resize((long) DECODING * unpacked.length);
      return PprofDecoder.decode(unpacked, limits.profile());
    } catch (PprofException e) {
      throw new RejectedProfileException(e.getMessage(), e.limit(), e.value(), e.maximum());
    } finally {
      decoders.release();
    }
  }

  private static NewProfile row(IncomingProfile profile, DecodedProfile content) {
    Origin origin = profile.origin();
    return new NewProfile(
        profile.profileId(),
        origin.service(),
        origin.release(),
        origin.environment(),
        origin.instance(),
        origin.attributes(),
        profile.family(),
        content);
  }

  /** Stores what was taken in before, and takes no more. */
  @Override
  public void close() {
    commit.close();
  }
}
