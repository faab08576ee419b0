import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** Tomcat, with a plain servlet and Spring MVC. */
public class ServesServlets {
  public static void main(String[] args) throws Exception {
    Asks.untilToldToBegin();
    File base = Files.createTempDirectory("tomcat").toFile();
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.getPath());
    tomcat.setPort(0);
    tomcat.setSilent(true);
    Context context = tomcat.addContext("", base.getPath());
    Tomcat.addServlet(context, "plain", new Plain());
    context.addServletMappingDecoded("/plain/*", "plain");
    addAsync(context, "later", new Later());
    addAsync(context, "again", new Again());
    addAsync(context, "failing", new Failing());
    AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
    spring.register(Carts.class);
    Wrapper mvc = Tomcat.addServlet(context, "mvc", new DispatcherServlet(spring));
    mvc.setLoadOnStartup(1);
    mvc.setAsyncSupported(true);
    ErrorPage errors = new ErrorPage();
    errors.setLocation("/plain/error");
    context.addErrorPage(errors);
    context.addServletMappingDecoded("/", "mvc");
    tomcat.start();
    int port = tomcat.getConnector().getLocalPort();
    for (int i = 0; i < 20; i++) {
      Asks.get(port, "/plain/" + i);
      Asks.get(port, "/carts/" + i);
      Asks.get(port, "/orders/" + i);
      Asks.get(port, "/later/" + i);
      Asks.get(port, "/again/" + i);
      Asks.getThatFails(port, "/failing/" + i);
    }
    Asks.untilToldToEnd();
    tomcat.stop();
    tomcat.destroy();
  }

  private static void addAsync(Context context, String name, HttpServlet servlet) {
    Tomcat.addServlet(context, name, servlet).setAsyncSupported(true);
    context.addServletMappingDecoded("/" + name + "/*", name);
  }

  /** Answers when it has returned. */
  public static class Later extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      AsyncContext async = request.startAsync();
      Asks.later(async::complete);
    }
  }

  /** Has itself called again, twice. */
  public static class Again extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Integer calls = (Integer) request.getAttribute("calls");
      request.setAttribute("calls", calls == null ? 1 : calls + 1);
      if (calls == null || calls == 1) {
        AsyncContext async = request.startAsync();
        Asks.later(async::dispatch);
      } else {
        response.getWriter().print("done");
      }
    }
  }

  /** Has its container show a page of errors. */
  public static class Failing extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.sendError(500);
    }
  }

  public static class Plain extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(request.getPathInfo());
    }
  }

  @Configuration
  @EnableWebMvc
  @RestController
  public static class Carts {
    @GetMapping("/orders/{id}")
    public DeferredResult<String> order(@PathVariable("id") String id) {
      DeferredResult<String> order = new DeferredResult<>();
      Asks.later(() -> order.setResult(id));
      return order;
    }

    @GetMapping("/carts/{id}")
    public String cart(@PathVariable("id") String id) {
      return id;
    }
  }
}
