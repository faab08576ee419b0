package dev.cresset.allocationtracker;

import dev.cresset.allocationtracker.bridge.AllocationBridge;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * What objects take of this JVM's heap, asked of the JVM itself: headers, references and alignment
 * depend on its version and options. Safe for use by many threads.
 */
final class ObjectSizes {
  private static final Class<?>[] ELEMENTS = {
    boolean.class,
    byte.class,
    char.class,
    short.class,
    int.class,
    float.class,
    long.class,
    double.class,
    Object.class
  };

  /** Long enough for one element's size to show past alignment. */
  private static final int PROBE = 1024;

  private final Instrumentation instrumentation;
  private final Instances instances = Instances.find();
  private final long alignment;
  private final Map<Class<?>, Layout> layouts = new HashMap<>();
  private final Map<Class<?>, Long> sizes = new WeakHashMap<>();

  ObjectSizes(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
    this.alignment = sizeOf(byte.class, firstLarger(byte.class)) - sizeOf(byte.class, 0);
    for (Class<?> element : ELEMENTS) {
      layouts.put(element, layout(element));
    }
  }

  /** The size of an array, header and padding included. */
  long array(Class<?> type, int length) {
    Class<?> element = type.getComponentType();
    Layout layout = layouts.get(element.isPrimitive() ? element : Object.class);
    long end = layout.base + (long) length * layout.scale;
    return (end + alignment - 1) / alignment * alignment;
  }

  /**
   * The size of an object that is no array. To be called on a thread that made one already: any
   * other could have to wait until the class is initialised.
   */
  long instance(Class<?> type) {
    synchronized (sizes) {
      Long known = sizes.get(type);
      if (known != null) {
        return known;
      }
    }
    long size = measure(type);
    synchronized (sizes) {
      sizes.put(type, size);
    }
    return size;
  }

  private long measure(Class<?> type) {
    try {
      return instrumentation.getObjectSize(instances.make(type));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return AllocationBridge.OBJECT_BYTES;
    }
  }

  private Layout layout(Class<?> element) {
    long scale = Math.round((double) (sizeOf(element, PROBE) - sizeOf(element, 0)) / PROBE);
    // The longest array as small as the empty one fills it to the end, or to less than an element.
    long base = sizeOf(element, 0) - (firstLarger(element) - 1) * scale;
    return new Layout(base, scale);
  }

  private int firstLarger(Class<?> element) {
    long empty = sizeOf(element, 0);
    int length = 1;
    while (sizeOf(element, length) == empty) {
      length++;
    }
    return length;
  }

  private long sizeOf(Class<?> element, int length) {
    return instrumentation.getObjectSize(Array.newInstance(element, length));
  }

  private static final class Layout {
    final long base;
    final long scale;

    Layout(long base, long scale) {
      this.base = base;
      this.scale = scale;
    }
  }

  /** Makes instances without running a constructor, as serialization does. */
  private static final class Instances {
    private final Object unsafe;
    private final Method allocate;

    private Instances(Object unsafe, Method allocate) {
      this.unsafe = unsafe;
      this.allocate = allocate;
    }

    /** By reflection: compilers warn of the class, and the agent's class loader hides it. */
    static Instances find() {
      try {
        Class<?> type = Class.forName("sun.misc.Unsafe", true, null);
        Field field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        return new Instances(field.get(null), type.getMethod("allocateInstance", Class.class));
      } catch (ReflectiveOperationException | RuntimeException e) {
        return new Instances(null, null);
      }
    }

    Object make(Class<?> type) throws ReflectiveOperationException {
      if (allocate == null) {
        throw new NoSuchMethodException("sun.misc.Unsafe.allocateInstance");
      }
      return allocate.invoke(unsafe, type);
    }
  }
}
