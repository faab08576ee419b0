package dev.cresset.sampler.jfr;

import dev.cresset.sampler.jfr.TypeTable.Field;
import dev.cresset.sampler.jfr.TypeTable.Type;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One chunk of a recording by async-profiler or the JDK's flight recorder. It is read where it
 * lies: what is kept beside are positions, and numbers for the ids of threads, stacks, classes and
 * methods, which begin at 0 and are -1 for what the chunk does not know. One thread.
 *
 * @see <a href="https://www.morling.dev/blog/jdk-flight-recorder-file-format/">the format</a>
 */
public final class JfrChunk {
  private static final String SETTING = "jdk.ActiveSetting";

  private final ChunkHeader header;
  private final ChunkBytes bytes;
  private final TypeTable types;
  private final ConstantPools pools;
  private final RecordedStacks stacks;
  private final Map<String, String> settings = new HashMap<>();

  private JfrChunk(ByteBuffer chunk, ChunkHeader header) {
    this.header = header;
    this.bytes = new ChunkBytes(chunk);
    this.types = TypeTable.read(bytes, Math.toIntExact(header.metadataAt()));
    this.pools = ConstantPools.read(bytes, types, Math.toIntExact(header.constantsAt()));
    this.stacks = new RecordedStacks(bytes, pools);
  }

  /**
   * @param chunk from its position to its limit, not to be changed while the chunk is in use
   * @throws IOException if it is no chunk or damaged
   */
  public static JfrChunk of(ByteBuffer chunk) throws IOException {
    ChunkHeader header = ChunkHeader.of(chunk);
    try {
      return new JfrChunk(chunk, header);
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  public ChunkHeader header() {
    return header;
  }

  /**
   * Hands on all events that {@link JfrEvent.Kind} names, those of one stack one after the other
   * and in the order in which they were recorded; in chunks of very many events, that holds for
   * some ten thousand at a time.
   *
   * @throws IOException if the chunk is damaged; some events may have been handed on then
   */
  public void forEach(Consumer<JfrEvent> target) throws IOException {
    EventRows rows = new EventRows(StackOrder.ranks(bytes, pools.stacks), target);
    try {
      readEvents(rows);
    } catch (IndexOutOfBoundsException e) {
      throw damaged(e);
    }
    rows.flush();
  }

  private void readEvents(EventRows rows) {
    Map<Long, EventLayout> layouts = new HashMap<>();
    Type setting = null;
    for (Type type : types.all()) {
      layouts.put(type.id, EventLayout.of(type, types));
      setting = type.name.equals(SETTING) ? type : setting;
    }
    for (int at = ChunkHeader.SIZE; at < bytes.size(); ) {
      bytes.seek(at);
      int size = bytes.varint();
      long type = bytes.varlong();
      if (size <= 0) {
        throw new IndexOutOfBoundsException("an event of " + size + " bytes at " + at);
      }
      EventLayout layout = layouts.get(type);
      if (layout != null) {
        int row = rows.next();
        layout.read(bytes, pools, rows.cells(), row);
      } else if (setting != null && type == setting.id) {
        readSetting(setting);
      }
      at += size;
    }
  }

  private void readSetting(Type setting) {
    Map<String, String> texts = new HashMap<>();
    for (Field field : setting.fields) {
      int at = bytes.position();
      types.skip(field);
      if (types.isString(field)) {
        int end = bytes.position();
        texts.put(field.name, text(at));
        bytes.seek(end);
      }
    }
    settings.put(texts.get("name"), texts.get("value"));
  }

  /** What was recorded with, by name; known once {@link #forEach} has been called. */
  public Map<String, String> settings() {
    return settings;
  }

  public RecordedStacks stacks() {
    return stacks;
  }

  /** The number of the class that has the method. */
  public int methodClass(int method) {
    return pools.classes.find(pools.methods.get(method, ConstantPools.METHOD_CLASS));
  }

  public int methods() {
    return pools.methods.rows();
  }

  /** Null if the chunk does not tell. */
  public String methodName(int method) {
    return symbol(pools.methods.get(method, ConstantPools.METHOD_NAME));
  }

  public int classes() {
    return pools.classes.rows();
  }

  /** As the recorder has it, {@code java/lang/String}; null if the chunk does not tell. */
  public String className(int classNumber) {
    return symbol(pools.classes.get(classNumber, ConstantPools.CLASS_NAME));
  }

  /** The name in Java or else in the system; null if it has none. */
  public String threadName(int thread) {
    String name = text(pools.threads.position(thread, ConstantPools.THREAD_JAVA_NAME));
    return name != null ? name : text(pools.threads.position(thread, ConstantPools.THREAD_OS_NAME));
  }

  /** 0 for a thread that is not Java's. */
  public long javaThreadId(int thread) {
    return pools.threads.get(thread, ConstantPools.THREAD_JAVA_ID);
  }

  /** What the recorder calls a frame's type; null if the chunk does not tell. */
  public String frameType(int type) {
    return text(pools.frameTypes, type);
  }

  /** What the recorder calls a thread's state; null if the chunk does not tell. */
  public String threadState(long state) {
    return text(pools.threadStates, state);
  }

  private String symbol(long id) {
    return text(pools.symbols, id);
  }

  private String text(ConstantTable table, long id) {
    int row = table.find(id);
    return row < 0 ? null : text(table.position(row, ConstantPools.TEXT));
  }

  private String text(int position) {
    return position == 0 ? null : bytes.string(position, pools.strings);
  }

  private static IOException damaged(RuntimeException cause) {
    return new IOException("The recording is damaged: " + cause.getMessage(), cause);
  }
}
