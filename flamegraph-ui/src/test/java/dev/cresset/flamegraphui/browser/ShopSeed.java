package dev.cresset.flamegraphui.browser;

import dev.cresset.flamegraphui.synthetic.ShopPprof;
import dev.cresset.flamegraphui.synthetic.ShopPprof.Family;
import dev.cresset.flamegraphui.synthetic.ShopProgram;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fills a server with the profiles of a shop that went from release 1.0 to 1.1 half an hour ago.
 */
final class ShopSeed {
  static final String SERVICE = "shop";

  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final Duration EACH_RELEASE = Duration.ofMinutes(25);
  private static final List<String> INSTANCES = List.of("shop-7d9f-a", "shop-7d9f-b");
  private static final int UPLOADS_AT_ONCE = 8;

  private final PackagedServer server;
  private final String service;
  private final List<Future<?>> uploads = new ArrayList<>();
  private final ExecutorService executor = Executors.newFixedThreadPool(UPLOADS_AT_ONCE);

  private ShopSeed(PackagedServer server, String service) {
    this.server = server;
    this.service = service;
  }

  static void fill(PackagedServer server) {
    ShopSeed seed = new ShopSeed(server, SERVICE);
    Instant deployed = Instant.now().minus(EACH_RELEASE).minus(WINDOW);
    seed.release("1.0", deployed.minus(EACH_RELEASE), deployed);
    seed.release("1.1", deployed, Instant.now().minus(WINDOW));
    seed.await();
  }

  private void release(String name, Instant from, Instant to) {
    ShopProgram program = ShopProgram.release(name);
    long seed = name.hashCode();
    for (Instant start = from; start.isBefore(to); start = start.plus(WINDOW)) {
      double load = 1 + 0.3 * Math.sin(Duration.between(from, start).toSeconds() / 300.0);
      for (String instance : INSTANCES) {
        seed++;
        upload(program, Family.CPU, start, name, instance, (int) (420 * load), seed);
        if (seed % 4 < 2) {
          upload(program, Family.ALLOC, start, name, instance, (int) (160 * load), seed + 1);
          upload(program, Family.WALL, start, name, instance, 120, seed + 2);
          upload(program, Family.LOCK, start, name, instance, 12, seed + 3);
        }
      }
    }
  }

  private void upload(
      ShopProgram program,
      Family family,
      Instant start,
      String release,
      String instance,
      int stacks,
      long seed) {
    uploads.add(
        executor.submit(() -> {
          byte[] file = ShopPprof.file(program, program.draw(stacks, seed), family, start, WINDOW);
          server.upload(
              file,
              Map.of(
                  "service", service,
                  "release", release,
                  "environment", "production",
                  "instance", instance));
          return null;
        }));
  }

  private void await() {
    try (executor) {
      for (Future<?> upload : uploads) {
        upload.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The server could not be filled", e.getCause());
    }
  }

  /** Some windows of every kind of profile there is. */
  static void everyKind(PackagedServer server, String service) {
    ShopSeed seed = new ShopSeed(server, service);
    ShopProgram program = ShopProgram.release("1.1");
    Instant end = Instant.now().minus(WINDOW);
    for (Instant start = end.minus(WINDOW.multipliedBy(8));
        start.isBefore(end);
        start = start.plus(WINDOW)) {
      for (Family family : Family.values()) {
        seed.upload(program, family, start, "1.1", "shop-a", 60, start.getEpochSecond());
      }
    }
    seed.await();
  }

  /** One window of one function, for tests that want something of their own. */
  static void single(PackagedServer server, String service, String function)
      throws IOException, InterruptedException {
    ShopProgram program = ShopProgram.release("1.1");
    List<ShopProgram.Stack> stacks =
        List.of(new ShopProgram.Stack(List.of("java.lang.Thread.run", function)));
    Instant start = Instant.now().minusSeconds(15);
    byte[] file = ShopPprof.file(program, stacks, Family.CPU, start, Duration.ofSeconds(10));
    server.upload(file, Map.of("service", service, "release", "1", "instance", "i"));
  }
}
