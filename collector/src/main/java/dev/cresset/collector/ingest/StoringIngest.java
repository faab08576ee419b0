package dev.cresset.collector.ingest;

import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.collector.pprof.FrameCache;
import dev.cresset.collector.pprof.NoRoomException;
import dev.cresset.collector.pprof.PprofDecoder;
import dev.cresset.collector.pprof.PprofException;
import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.Kept;
import dev.cresset.collector.store.NewProfile;
import dev.cresset.collector.store.ProfileStore;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;

/** Checks, decodes and stores what arrives, in bounded memory. */
public final class StoringIngest implements ProfileIngest, AutoCloseable {
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final IngestLimits limits;
  private final ProfileStore store;
  private final Acceptance acceptance;
  private final MemoryBudget budget;
  private final IngestMetrics metrics;
  private final DailyCaps caps;
  private final GroupCommit commit;
  private final FrameCache frames = FrameCache.ofHeap(Runtime.getRuntime().maxMemory());

  /** To decode more at once takes no less time, only more memory. */
  private final Semaphore decoders = new Semaphore(Runtime.getRuntime().availableProcessors());

  public StoringIngest(
      ProfileStore store, IngestLimits limits, Kept kept, PrometheusRegistry registry) {
    this.store = store;
    this.limits = limits;
    this.acceptance = new Acceptance(limits, kept);
    this.budget = new MemoryBudget(limits.inFlight());
    this.metrics = new IngestMetrics(registry);
    this.caps =
        new DailyCaps(
            limits.daily(), Runtime.getRuntime().maxMemory() / 16, InstantSource.system(), metrics);
    IngestMetrics.watch(budget, registry);
    this.commit = GroupCommit.start(store::store, metrics);
  }

  @Override
  public Arrival arrival() {
    return new StoringArrival();
  }

  /** Stores what was taken in before, and takes no more. */
  @Override
  public void close() {
    commit.close();
  }

  /** Counts the profile once, whatever becomes of it. */
  private final class StoringArrival implements Arrival {
    private final MemoryBudget.Share memory = budget.open();
    private long wanted;

    @Override
    public void hold(long bytes) throws RejectedProfileException, OverloadedException {
      try {
        memory.resize(bytes);
      } catch (RejectedProfileException e) {
        metrics.received(bytes);
        metrics.rejected(e.limit());
        throw e;
      } catch (OverloadedException e) {
        metrics.received(bytes);
        metrics.delayed();
        throw e;
      }
    }

    @Override
    public String store(IncomingProfile profile)
        throws RejectedProfileException, OverloadedException, InterruptedException {
      metrics.received(profile.pprof().length);
      boolean delayed = true;
      try {
        String id = checkAndStore(profile);
        metrics.stored();
        delayed = false;
        return id;
      } catch (SQLException e) {
        throw overloaded(e);
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

    private String checkAndStore(IncomingProfile profile)
        throws RejectedProfileException, OverloadedException, InterruptedException, SQLException {
      acceptance.check(profile);
      NewProfile row = row(profile);
      memory.resize(profile.pprof().length + row.content().weight());
      commit.store(row);
      return row.id();
    }

    /** A method of its own, so that nothing but its result stays in memory until that is stored. */
    private NewProfile row(IncomingProfile profile)
        throws RejectedProfileException, OverloadedException, InterruptedException {
      Unpacked unpacked = decode(profile);
      acceptance.check(profile.origin().service(), unpacked.content);
      caps.check(profile.origin(), unpacked.content);
      DecodedProfile folded = caps.fold(profile.origin().service(), unpacked.content);
      return StoringIngest.row(unpacked.id, profile, store.unstored(folded));
    }

    private boolean hasRoom(long bytes) {
      wanted = bytes;
      return memory.tryResize(bytes);
    }

    private Unpacked decode(IncomingProfile profile)
        throws RejectedProfileException, OverloadedException, InterruptedException {
      long held = memory.mine();
      decoders.acquire();
      try {
        byte[] unpacked =
            PprofDecoder.unpack(profile.pprof(), limits.profile(), bytes -> hasRoom(held + bytes));
        long both = held + (unpacked == profile.pprof() ? 0 : unpacked.length);
        memory.resize(both);
        return new Unpacked(
            profile.profileId().orElseGet(() -> sha256(unpacked)),
            PprofDecoder.decode(
                unpacked, limits.profile(), frames, bytes -> hasRoom(both + bytes)));
      } catch (PprofException e) {
        throw new RejectedProfileException(e.getMessage(), e.limit(), e.value(), e.maximum());
      } catch (NoRoomException e) {
        memory.refuse(wanted);
        throw new AssertionError(e);
      } finally {
        decoders.release();
      }
    }

    @Override
    public void close() {
      memory.close();
    }
  }

  private static OverloadedException overloaded(SQLException e) {
    return new OverloadedException(
        ClickHouse.isRefusal(e)
            ? "The storage refuses the profile now; the collector's log says why"
            : "The storage cannot be reached now",
        RETRY,
        e);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static NewProfile row(String id, IncomingProfile profile, DecodedProfile content) {
    Origin origin = profile.origin();
    return new NewProfile(
        id,
        origin.service(),
        origin.release(),
        origin.environment(),
        origin.instance(),
        origin.attributes(),
        profile.family(),
        content);
  }

  private record Unpacked(String id, DecodedProfile content) {}
}
