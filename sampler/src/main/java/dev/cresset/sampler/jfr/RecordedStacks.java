package dev.cresset.sampler.jfr;

/**
 * The stacks of a chunk, by number, as they lie in its bytes. One thread.
 *
 * <p>Most stacks have most of their frames in common with another one. Those are found by comparing
 * bytes, and read once.
 */
public final class RecordedStacks {
  private static final int NUMBERS_OF_FRAME = 4;

  private final ChunkBytes bytes;
  private final ConstantPools pools;

  // The frames that were read last, leaf first.
  private int[] methods = new int[128];
  private int[] lines = new int[128];
  private byte[] types = new byte[128];

  RecordedStacks(ChunkBytes bytes, ConstantPools pools) {
    this.bytes = bytes;
    this.pools = pools;
  }

  /** How many there are, numbered from 0. */
  public int size() {
    return pools.stacks.rows();
  }

  /** How many frames the stack has. */
  public int depth(int stack) {
    return pools.stacks.position(stack, ConstantPools.STACK_DEPTH);
  }

  /** How many frames two stacks have in common, from the root on; not always all of them. */
  public int common(int one, int other) {
    int oneEnd = end(one);
    int shorter = Math.min(oneEnd - start(one), end(other) - start(other));
    int same = bytes.common(oneEnd, end(other), shorter);
    // The first number that ends in there may have begun before.
    int numbers = bytes.ends(oneEnd - same, oneEnd) - 1;
    return Math.max(0, Math.min(numbers / NUMBERS_OF_FRAME, Math.min(depth(one), depth(other))));
  }

  /** Reads so many frames, from the leaf on, for the methods below. */
  public void read(int stack, int frames) {
    if (frames > methods.length) {
      methods = new int[frames * 2];
      lines = new int[frames * 2];
      types = new byte[frames * 2];
    }
    bytes.seek(start(stack));
    for (int i = 0; i < frames; i++) {
      methods[i] = pools.methods.find(bytes.varlong());
      lines[i] = bytes.varint();
      bytes.varint(); // the bytecode's index
      types[i] = (byte) bytes.varint();
    }
  }

  /** The number of a frame's method in this chunk; -1 if the chunk does not know it. */
  public int method(int frame) {
    return methods[frame];
  }

  /** As the recorder has it; 0 or 65535 for none. */
  public int line(int frame) {
    return lines[frame];
  }

  /** The number of a frame's type, see {@link JfrChunk#frameType}. */
  public byte type(int frame) {
    return types[frame];
  }

  private int start(int stack) {
    return pools.stacks.position(stack, ConstantPools.STACK_START);
  }

  private int end(int stack) {
    return pools.stacks.position(stack, ConstantPools.STACK_END);
  }
}
