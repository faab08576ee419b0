import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Tells what the agent's MBean has, as soon as a window has ended. */
public class Managed {
  private static final String[] ATTRIBUTES = {
    "OverheadBudget", "Pace", "OverheadRatio", "OverheadCpus", "AllocationRate", "CpuSeconds",
    "UnsampledSeconds", "ProfiledSeconds",
  };

  public static void main(String[] arguments) throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName agent = new ObjectName("dev.cresset:type=Agent");
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!isThere(server, agent) && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
    for (String attribute : ATTRIBUTES) {
      System.out.println(attribute + " " + server.getAttribute(agent, attribute));
    }
  }

  private static boolean isThere(MBeanServer server, ObjectName agent) throws Exception {
    return server.isRegistered(agent)
        && (Double) server.getAttribute(agent, "ProfiledSeconds") > 0;
  }
}
