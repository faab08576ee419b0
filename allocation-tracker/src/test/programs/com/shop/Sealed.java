package com.shop;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.function.Supplier;

/** Runs code of a class loader that, like OSGi's, finds no classes of others but the JDK's. */
public final class Sealed {
  static volatile Object sink;

  private Sealed() {}

  public static void main(String[] arguments) throws Exception {
    Object plugin = new Loader().loadClass("com.shop.Sealed$Plugin").getConstructor().newInstance();
    Supplier<?> supplier = (Supplier<?>) plugin;
    for (int i = 0; i < 100_000; i++) {
      sink = supplier.get();
    }
    System.out.println("plugin\t" + plugin.getClass().getClassLoader().getClass().getName());
  }

  public static final class Plugin implements Supplier<Object> {
    @Override
    public Object get() {
      return new byte[1000];
    }
  }

  private static final class Loader extends ClassLoader {
    Loader() {
      super(null);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("java.")) {
        return super.loadClass(name, resolve);
      }
      if (!name.startsWith("com.shop.")) {
        throw new ClassNotFoundException(name);
      }
      try (InputStream in =
          Sealed.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
          out.write(b);
        }
        return defineClass(name, out.toByteArray(), 0, out.size());
      } catch (java.io.IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
