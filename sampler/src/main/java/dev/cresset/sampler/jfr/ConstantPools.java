package dev.cresset.sampler.jfr;

import dev.cresset.sampler.jfr.TypeTable.Field;
import dev.cresset.sampler.jfr.TypeTable.Type;
import java.util.Arrays;
import java.util.List;

/**
 * The constants of a chunk that stacks and threads are made of. Of a string its position is kept,
 * of a stack where its frames are: nothing is made before somebody asks for it. One thread.
 */
final class ConstantPools {
  // Columns of the tables.
  static final int TEXT = 0;
  static final int CLASS_NAME = 0;
  static final int METHOD_CLASS = 0;
  static final int METHOD_NAME = 1;
  static final int THREAD_JAVA_NAME = 0;
  static final int THREAD_OS_NAME = 1;
  static final int THREAD_JAVA_ID = 2;
  static final int STACK_START = 0;
  static final int STACK_END = 1;
  static final int STACK_DEPTH = 2;

  /** What a frame has: a method, a line, a bytecode's index, a type. */
  private static final int NUMBERS_OF_FRAME = 4;

  final ConstantTable strings = new ConstantTable(1);
  final ConstantTable symbols = new ConstantTable(1);
  final ConstantTable classes = new ConstantTable(1);
  final ConstantTable methods = new ConstantTable(2);
  final ConstantTable threads = new ConstantTable(3);
  final ConstantTable stacks = new ConstantTable(3);
  final ConstantTable frameTypes = new ConstantTable(1);
  final ConstantTable threadStates = new ConstantTable(1);

  private final ChunkBytes bytes;
  private final TypeTable types;

  private ConstantPools(ChunkBytes bytes, TypeTable types) {
    this.bytes = bytes;
    this.types = types;
  }

  /** Reads the constants at a position, and those that were written before, to which it leads. */
  static ConstantPools read(ChunkBytes bytes, TypeTable types, int position) {
    ConstantPools pools = new ConstantPools(bytes, types);
    long at = position;
    for (long delta = -1; delta != 0; at += delta) {
      bytes.seek(Math.toIntExact(at));
      delta = pools.readCheckpoint();
      if (delta > 0) {
        throw new IndexOutOfBoundsException("constants before those that lead to them");
      }
    }
    return pools;
  }

  /** Returns how much further back there are others; 0 if there are none. */
  private long readCheckpoint() {
    bytes.skipVarints(4); // size, type, start, duration
    long delta = bytes.varlong();
    bytes.varint(); // kind
    int pools = bytes.count();
    for (int i = 0; i < pools; i++) {
      readPool(types.type(bytes.varlong()));
    }
    return delta;
  }

  private void readPool(Type type) {
    if (type == null) {
      throw new IndexOutOfBoundsException("constants of a type that is not known");
    }
    switch (type.name) {
      case "java.lang.String":
        readStrings();
        return;
      case "jdk.types.Symbol":
        read(symbols, type, "string");
        return;
      case "java.lang.Class":
        read(classes, type, "name");
        return;
      case "jdk.types.Method":
        read(methods, type, "type", "name");
        return;
      case "java.lang.Thread":
        read(threads, type, "javaName", "osName", "javaThreadId");
        return;
      case "jdk.types.StackTrace":
        readStacks(type);
        return;
      case "jdk.types.FrameType":
        read(frameTypes, type, "description");
        return;
      case "jdk.types.ThreadState":
        read(threadStates, type, "name");
        return;
      default:
        read(null, type);
    }
  }

  private void readStrings() {
    int count = bytes.count();
    for (int i = 0; i < count; i++) {
      int row = strings.row(bytes.varlong());
      strings.set(row, TEXT, bytes.position());
      bytes.skipString();
    }
  }

  /**
   * @param table null if nobody wants them
   * @param wanted fields by column: of a string its position, otherwise a number
   */
  private void read(ConstantTable table, Type type, String... wanted) {
    List<Field> fields = type.fields;
    int[] columns = new int[fields.size()];
    boolean[] isString = new boolean[columns.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Arrays.asList(wanted).indexOf(fields.get(i).name);
      isString[i] = types.isString(fields.get(i));
    }
    int count = bytes.count();
    for (int i = 0; i < count; i++) {
      long id = bytes.varlong();
      int row = table == null ? 0 : table.row(id);
      for (int j = 0; j < columns.length; j++) {
        if (columns[j] < 0) {
          types.skip(fields.get(j));
        } else if (isString[j]) {
          table.set(row, columns[j], bytes.position());
          bytes.skipString();
        } else {
          table.set(row, columns[j], bytes.varlong());
        }
      }
    }
  }

  private void readStacks(Type type) {
    if (!type.fields.get(1).name.equals("frames")
        || types.fieldsOf(type.fields.get(1)) != NUMBERS_OF_FRAME) {
      throw new IndexOutOfBoundsException("stacks of another kind");
    }
    int count = bytes.count();
    for (int i = 0; i < count; i++) {
      int row = stacks.row(bytes.varlong());
      bytes.varint(); // truncated
      int depth = bytes.count();
      stacks.set(row, STACK_START, bytes.position());
      bytes.skipVarints((long) NUMBERS_OF_FRAME * depth);
      stacks.set(row, STACK_END, bytes.position());
      stacks.set(row, STACK_DEPTH, depth);
    }
  }
}
