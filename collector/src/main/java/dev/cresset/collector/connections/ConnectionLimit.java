package dev.cresset.collector.connections;

import dev.cresset.collector.pprof.Limit;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many connections a port may have at a time. Safe for use by many threads. */
public final class ConnectionLimit {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);

  private static final long BETWEEN_WARNINGS = Duration.ofMinutes(1).toNanos();

  private final Limit limit;
  private final Gauge open;
  private final Counter refused;

  /**
   * @param limit of each port
   */
  public ConnectionLimit(Limit limit, PrometheusRegistry registry) {
    this.limit = limit;
    this.open =
        Gauge.builder()
            .name("cresset_connections")
            .help("Connections that are open.")
            .labelNames("port")
            .register(registry);
    this.refused =
        Counter.builder()
            .name("cresset_connections_refused")
            .help("Connections that were closed at once, as their port had too many.")
            .labelNames("port")
            .register(registry);
  }

  /**
   * The connections of one port, none at first.
   *
   * @param name as it is shown
   */
  public Port port(String name) {
    return new Port(name);
  }

  /** The connections of one port. */
  public final class Port {
    private final String name;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - BETWEEN_WARNINGS);

    private Port(String name) {
      this.name = name;
      open.initLabelValues(name);
      refused.initLabelValues(name);
    }

    /**
     * There is another one.
     *
     * @return whether it may stay; if not, it is to be closed at once
     */
    public boolean opened() {
      open.labelValues(name).inc();
      if (connections.incrementAndGet() <= limit.maximum()) {
        return true;
      }
      refused.labelValues(name).inc();
      warn();
      return false;
    }

    /** One that was {@link #opened} is closed, whether it could stay or not. */
    public void closed() {
      connections.decrementAndGet();
      open.labelValues(name).dec();
    }

    private void warn() {
      long last = lastWarning.get();
      long now = System.nanoTime();
      if (now - last >= BETWEEN_WARNINGS && lastWarning.compareAndSet(last, now)) {
        LOG.warn(
            "The {} port has the {} connections that {} allows: further ones are closed at once",
            name,
            limit.maximum(),
            limit.setting());
      }
    }
  }
}
