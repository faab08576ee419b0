package com.shop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import javax.tools.ToolProvider;

/** A large program at work: the Java compiler, on the source file that is named, again and again. */
public final class Compiling {
  private Compiling() {}

  public static void main(String[] arguments) throws Exception {
    Path target = Files.createTempDirectory("compiled");
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      int result =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, "-nowarn", "-d", target.toString(), arguments[0]);
      if (result != 0) {
        throw new IllegalStateException("javac ended with " + result);
      }
      System.out.println("compiled\t" + deleteAll(target.resolve("com").resolve("shop")));
    }
    Files.delete(target.resolve("com"));
    Files.delete(target);
  }

  private static int deleteAll(Path directory) throws Exception {
    int count = 0;
    for (String name : directory.toFile().list()) {
      Files.delete(Paths.get(directory.toString(), name));
      count++;
    }
    Files.delete(directory);
    return count;
  }
}
