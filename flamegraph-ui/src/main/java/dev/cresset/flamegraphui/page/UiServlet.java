package dev.cresset.flamegraphui.page;

import com.vaadin.flow.di.DefaultInstantiator;
import com.vaadin.flow.di.Instantiator;
import com.vaadin.flow.function.DeploymentConfiguration;
import com.vaadin.flow.server.ServiceException;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinServlet;
import com.vaadin.flow.server.VaadinServletService;
import java.io.Serial;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/** Serves the pages, which get their {@link UiServices} by their constructor. */
public final class UiServlet extends VaadinServlet {
  @Serial private static final long serialVersionUID = 1L;

  private final transient UiServices services;

  public UiServlet(UiServices services) {
    this.services = services;
  }

  @Override
  protected VaadinServletService createServletService(DeploymentConfiguration configuration)
      throws ServiceException {
    VaadinServletService service =
        new VaadinServletService(this, configuration) {
          @Serial private static final long serialVersionUID = 1L;

          @Override
          protected Optional<Instantiator> loadInstantiators() {
            return Optional.of(new ServiceInstantiator(this, services));
          }
        };
    service.init();
    return service;
  }

  private static final class ServiceInstantiator extends DefaultInstantiator {
    @Serial private static final long serialVersionUID = 1L;

    private final transient UiServices services;

    ServiceInstantiator(VaadinService service, UiServices services) {
      super(service);
      this.services = services;
    }

    @Override
    public <T> T getOrCreate(Class<T> type) {
      try {
        Constructor<T> constructor = type.getConstructor(UiServices.class);
        return constructor.newInstance(services);
      } catch (NoSuchMethodException e) {
        return super.getOrCreate(type);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(type + " cannot be made", e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type + " cannot be made", e);
      }
    }
  }
}
