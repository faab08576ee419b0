package dev.cresset.collector;

import dev.cresset.collector.ingest.IncomingProfile;
import dev.cresset.collector.ingest.Origin;
import dev.cresset.collector.ingest.ProfileIngest;
import dev.cresset.collector.ingest.StoringIngest;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.query.ClickHouseQueries;
import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.query.QueryLimits;
import dev.cresset.collector.store.Kept;
import dev.cresset.collector.store.ProfileStore;
import dev.cresset.collector.store.Retention;
import dev.cresset.collector.store.TestClickHouse;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The real engine with the real way in and the real queries, for the tests of one class. */
public final class SeededStore implements BeforeAllCallback, AfterAllCallback {
  private final TestClickHouse clickHouse = new TestClickHouse();
  private StoringIngest ingest;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    clickHouse.beforeAll(context);
    ingest = ingest(Map.of());
  }

  /** A way in of its own, to be closed, as of another server. */
  public StoringIngest ingest(Map<String, String> settings) {
    return ingest(settings, new Kept(new Retention(30)));
  }

  /** A way in of its own that takes nothing of what is deleted. */
  public StoringIngest ingest(Map<String, String> settings, Kept kept) {
    return new StoringIngest(
        new ProfileStore(clickHouse.clickHouse()),
        CollectorConfig.of(settings).ingestLimits(),
        kept,
        new PrometheusRegistry());
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    ingest.close();
    clickHouse.afterAll(context);
  }

  public TestClickHouse clickHouse() {
    return clickHouse;
  }

  public ProfileIngest ingest() {
    return ingest;
  }

  public ProfileQueries queries() {
    return queries(QueryLimits.ofHeap(Runtime.getRuntime().maxMemory()));
  }

  public ProfileQueries queries(QueryLimits limits) {
    return new ClickHouseQueries(clickHouse.clickHouse(), limits, new Retention(30));
  }

  public void store(String service, String release, String instance, PprofBuilder pprof)
      throws Exception {
    store(UUID.randomUUID().toString(), "cpu", origin(service, release, instance), pprof);
  }

  public void store(String id, String family, Origin origin, PprofBuilder pprof) throws Exception {
    ingest.store(new IncomingProfile(id, origin, family, pprof.bytes()));
  }

  /** A profile to be stored with others. */
  public record Upload(
      String family, String service, String release, String instance, PprofBuilder pprof) {
    public Upload(String service, String release, String instance, PprofBuilder pprof) {
      this("cpu", service, release, instance, pprof);
    }
  }

  /** Stores profiles at once, as many agents would: they are made durable in groups. */
  public void storeAll(List<Upload> uploads) throws Exception {
    try (ExecutorService agents = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> stored = new ArrayList<>();
      for (Upload upload : uploads) {
        stored.add(
            agents.submit(() -> {
              Origin origin = origin(upload.service, upload.release, upload.instance);
              store(UUID.randomUUID().toString(), upload.family, origin, upload.pprof);
              return null;
            }));
      }
      for (Future<Void> one : stored) {
        one.get();
      }
    }
  }

  public static Origin origin(String service, String release, String instance) {
    return new Origin(service, release, "test", instance, Map.of());
  }
}
