import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
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
    AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
    spring.register(Carts.class);
    Tomcat.addServlet(context, "mvc", new DispatcherServlet(spring)).setLoadOnStartup(1);
    context.addServletMappingDecoded("/", "mvc");
    tomcat.start();
    int port = tomcat.getConnector().getLocalPort();
    for (int i = 0; i < 20; i++) {
      Asks.get(port, "/plain/" + i);
      Asks.get(port, "/carts/" + i);
    }
    Asks.untilToldToEnd();
    tomcat.stop();
    tomcat.destroy();
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
    @GetMapping("/carts/{id}")
    public String cart(@PathVariable("id") String id) {
      return id;
    }
  }
}
