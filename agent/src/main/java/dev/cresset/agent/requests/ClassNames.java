package dev.cresset.agent.requests;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;

/** Finds out quickly that a class is none of those to be woven, as nearly all are. */
final class ClassNames {
  private static final int UTF8 = 1;

  private final Set<String> classes = new HashSet<>();
  private final byte[][] descriptors;
  private final Set<String> kinds = new HashSet<>();

  ClassNames(EntryPoints entryPoints) {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < entryPoints.count(); i++) {
      add(entryPoints.entryPoint(i), all);
    }
    entryPoints.others().forEach(other -> add(other, all));
    descriptors =
        all.stream().map(text -> text.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
    for (String root : new String[] {"javax", "jakarta"}) {
      kinds.add(root + ".servlet.Servlet");
      kinds.add(root + ".servlet.Filter");
    }
  }

  private void add(Instrumented instrumented, Set<String> allDescriptors) {
    for (String name : instrumented.classes()) {
      classes.add(name);
    }
    for (String descriptor : instrumented.descriptors()) {
      allDescriptors.add(descriptor);
    }
  }

  /**
   * @param name as in class files
   */
  boolean has(String name) {
    return classes.contains(name);
  }

  /** Whether one of the descriptors is among the constants of a class. */
  boolean mayBeIn(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i);
      if (at > 0 && classFile[at - 1] == UTF8 && isDescriptor(classFile, at)) {
        return true;
      }
    }
    return false;
  }

  private boolean isDescriptor(byte[] classFile, int at) {
    int length = (classFile[at] & 0xFF) << 8 | classFile[at + 1] & 0xFF;
    for (byte[] descriptor : descriptors) {
      if (descriptor.length == length && isEqual(descriptor, classFile, at + 2)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEqual(byte[] expected, byte[] classFile, int from) {
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != classFile[from + i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a class that is loaded is a servlet or a filter. */
  boolean isKindOf(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Class<?> implemented : at.getInterfaces()) {
        if (kinds.contains(implemented.getName()) || isKindOf(implemented)) {
          return true;
        }
      }
    }
    return false;
  }
}
