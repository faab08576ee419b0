package dev.cresset.exporter;

import dev.cresset.profile.Resource;
import java.time.Duration;
import java.util.Map;

/**
 * An application that ships one profile to the address {@code args[0]} and gives it the time {@code
 * args[1]}.
 */
final class ShippingApplication {
  private ShippingApplication() {}

  public static void main(String[] args) {
    Resource resource = new Resource("shop", "1", "", "", Map.of());
    ExportLog log =
        new ExportLog() {
          @Override
          public void info(String line) {
            System.out.println("INFO " + line);
          }

          @Override
          public void warn(String line) {
            System.out.println("WARN " + line);
          }
        };
    Shipper shipper =
        new Shipper(
            ShipperConfig.to(args[0]).withBackoff(Duration.ofMillis(50), Duration.ofMillis(50)),
            resource,
            log);
    shipper.accept(Profiles.cpu());
    shipper.flush(Duration.parse(args[1]));
    shipper.close(Duration.ofSeconds(5));
    System.out.println(shipper.counts());
  }
}
