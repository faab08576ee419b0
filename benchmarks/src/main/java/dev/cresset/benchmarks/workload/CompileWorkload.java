package dev.cresset.benchmarks.workload;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles the same made-up sources again and again: CPU and garbage on one thread. */
public final class CompileWorkload {
  private static final int CLASSES = 60;

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final List<JavaFileObject> sources = new ArrayList<>();

  private CompileWorkload() {
    for (int i = 0; i < CLASSES; i++) {
      sources.add(new Source("Order" + i, source("Order" + i)));
    }
  }

  public static void main(String[] args) throws Exception {
    Measurement measurement = new Measurement(args);
    CompileWorkload workload = new CompileWorkload();
    measurement.run(workload::compile);
  }

  private void compile() {
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = List.of("-proc:none", "-nowarn");
      if (!compiler.getTask(null, new Discarding(files), null, options, null, sources).call()) {
        throw new IllegalStateException("The made-up sources do not compile");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String source(String name) {
    StringBuilder text = new StringBuilder("import java.util.*; class " + name + " {\n");
    for (int i = 0; i < 12; i++) {
      text.append(
          """
            private final Map<String, List<Integer>> items%1$d = new TreeMap<>();
            int total%1$d(Collection<? extends Number> prices, String key) {
              int sum = 0;
              for (Number price : prices) { sum += price.intValue() * %1$d; }
              items%1$d.computeIfAbsent(key, k -> new ArrayList<>()).add(sum);
              return items%1$d.values().stream().flatMap(List::stream).mapToInt(x -> x).sum();
            }
          """
              .formatted(i));
    }
    return text.append("}\n").toString();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps no class files. */
  private static final class Discarding extends ForwardingJavaFileManager<StandardJavaFileManager> {
    Discarding(StandardJavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String name,
        JavaFileObject.Kind kind,
        FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("mem:///" + name + ".class"), kind) {
        @Override
        public java.io.OutputStream openOutputStream() {
          return java.io.OutputStream.nullOutputStream();
        }
      };
    }
  }
}
