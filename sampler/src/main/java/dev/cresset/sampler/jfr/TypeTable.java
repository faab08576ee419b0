package dev.cresset.sampler.jfr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The types of a chunk's events and constants, as its metadata tells. One thread. */
final class TypeTable {
  /** Root, metadata, class, field, annotation; types within types. */
  private static final int MAX_NESTING = 16;

  private static final String STRING = "java.lang.String";

  private final ChunkBytes bytes;

  /** The metadata's strings do not refer to others. */
  private final ConstantTable none = new ConstantTable(1);

  private final Map<Long, Type> types = new HashMap<>();

  // While the metadata is read.
  private int[] positions;
  private String[] strings;

  private TypeTable(ChunkBytes bytes) {
    this.bytes = bytes;
  }

  /** Reads the metadata event that begins at a position. */
  static TypeTable read(ChunkBytes bytes, int position) {
    TypeTable table = new TypeTable(bytes);
    bytes.seek(position);
    bytes.skipVarints(5); // size, type, start, duration, id
    table.findStrings();
    table.readElement(null, 0);
    table.positions = null;
    table.strings = null;
    return table;
  }

  Iterable<Type> all() {
    return types.values();
  }

  /** Null if there is none. */
  Type type(long id) {
    return types.get(id);
  }

  boolean isString(Field field) {
    Type type = types.get(field.typeId);
    return !field.isConstant && !field.isArray && type != null && type.name.equals(STRING);
  }

  /** How many fields each value of a field has. */
  int fieldsOf(Field field) {
    Type type = types.get(field.typeId);
    return type == null ? 0 : type.fields.size();
  }

  void skip(Field field) {
    skip(field, 0);
  }

  private void skip(Field field, int nesting) {
    int count = field.isArray ? bytes.count() : 1;
    if (field.isConstant) {
      bytes.skipVarints(count);
      return;
    }
    Type type = types.get(field.typeId);
    for (int i = 0; i < count; i++) {
      skip(type, nesting);
    }
  }

  /** A value of a type, which is not a reference to a constant. */
  private void skip(Type type, int nesting) {
    if (type == null || nesting > MAX_NESTING) {
      throw new IndexOutOfBoundsException("a value of a type that is not known");
    }
    switch (type.name) {
      case "boolean":
      case "byte":
        bytes.skip(1);
        return;
      case "char":
      case "short":
      case "int":
      case "long":
        bytes.varlong();
        return;
      case "float":
        bytes.skip(Float.BYTES);
        return;
      case "double":
        bytes.skip(Double.BYTES);
        return;
      case STRING:
        bytes.skipString();
        return;
      default:
        for (Field field : type.fields) {
          skip(field, nesting + 1);
        }
    }
  }

  private void findStrings() {
    positions = new int[bytes.count()];
    strings = new String[positions.length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = bytes.position();
      bytes.skipString();
    }
  }

  /** Each is made a string only if it is asked for; most describe things to people. */
  private String string() {
    int index = bytes.varint();
    if (strings[index] == null) {
      int position = bytes.position();
      strings[index] = String.valueOf(bytes.string(positions[index], none));
      bytes.seek(position);
    }
    return strings[index];
  }

  private void readElement(Type outer, int nesting) {
    if (nesting > MAX_NESTING) {
      throw new IndexOutOfBoundsException("types within types");
    }
    Type type = outer;
    switch (string()) {
      case "class":
        type = new Type(attributes("id", "name"));
        types.put(type.id, type);
        break;
      case "field":
        type.fields.add(new Field(attributes("name", "class", "constantPool", "dimension")));
        break;
      default:
        attributes();
    }
    int children = bytes.count();
    for (int i = 0; i < children; i++) {
      readElement(type, nesting + 1);
    }
  }

  /**
   * The values of an element's attributes, in the order of their names; null where there is none.
   */
  private String[] attributes(String... names) {
    String[] values = new String[names.length];
    int count = bytes.count();
    for (int i = 0; i < count; i++) {
      int wanted = Arrays.asList(names).indexOf(string());
      if (wanted < 0) {
        bytes.varint();
      } else {
        values[wanted] = string();
      }
    }
    return values;
  }

  /** Of an event or a constant. */
  static final class Type {
    final long id;
    final String name;
    final List<Field> fields = new ArrayList<>();

    private Type(String... idAndName) {
      this.id = Long.parseLong(idAndName[0]);
      this.name = idAndName[1];
    }
  }

  /** Of an event or a constant. */
  static final class Field {
    final String name;
    final boolean isArray;
    private final long typeId;
    private final boolean isConstant;

    private Field(String... attributes) {
      this.name = attributes[0];
      this.typeId = Long.parseLong(attributes[1]);
      this.isConstant = "true".equals(attributes[2]);
      this.isArray = attributes[3] != null && !attributes[3].equals("0");
    }
  }
}
