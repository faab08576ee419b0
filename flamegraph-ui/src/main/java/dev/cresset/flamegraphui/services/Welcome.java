package dev.cresset.flamegraphui.services;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServletRequest;
import java.io.Serial;

/** What to do while no service has sent anything. */
final class Welcome extends Div {
  @Serial private static final long serialVersionUID = 1L;

  Welcome(int grpcPort) {
    setClassName("welcome");
    CopyLine line = new CopyLine();
    line.getElement()
        .setProperty(
            "text",
            "java -javaagent:cresset-agent.jar=service=my-service,release=1.0,collector=http://%s:%d -jar my-service.jar"
                .formatted(host(), grpcPort));
    add(
        new H2("Waiting for the first profile"),
        new Paragraph("Start a service with the agent. It shows up here within seconds."),
        line,
        new Paragraph(
            "Without service and release the agent finds names of its own. The release is what"
                + " comparisons go by: give each version of your service another."));
  }

  /** As the reader's browser calls this machine, which most likely is what agents can call it. */
  private static String host() {
    return VaadinRequest.getCurrent() instanceof VaadinServletRequest request
        ? request.getServerName()
        : "localhost";
  }

  @Tag("copy-line")
  @JsModule("./copy-line.ts")
  static final class CopyLine extends Component {
    @Serial private static final long serialVersionUID = 1L;
  }
}
