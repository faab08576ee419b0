package dev.cresset.collector;

import dev.cresset.collector.http.ApiHandler;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** A collector with its API in a process with little memory. Ends when its input does. */
public final class SmallServer {
  private SmallServer() {}

  /**
   * @param args settings, as {@code name=value}
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> settings = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      settings.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    Server server = new Server(new VirtualThreadPool());
    try (Collector collector = Collector.start(CollectorConfig.of(settings))) {
      ServerConnector connector = new ServerConnector(server);
      connector.setHost("127.0.0.1");
      connector.setAcceptQueueSize(1024);
      connector.addBean(collector.httpConnections());
      server.addConnector(connector);
      server.setHandler(ApiHandler.of(collector));
      server.start();
      System.out.println("ports " + connector.getLocalPort() + " " + collector.grpcPort());
      while (System.in.read() >= 0) {}
      server.stop();
    }
    System.out.println("peak " + peak());
  }

  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
