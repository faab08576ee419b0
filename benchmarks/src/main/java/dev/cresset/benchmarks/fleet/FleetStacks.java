package dev.cresset.benchmarks.fleet;

/**
 * Stack traces that share their callers as those of a program do: a tree, whose nodes are calls of
 * fewer functions. One has a number below that of all stack traces, and above it in releases that
 * changed it. Safe for use by many threads.
 */
public final class FleetStacks {
  /** Functions call others of the next level, and of those mostly a few. */
  private static final int FUNCTIONS_OF_LEVEL = 110;

  private static final int LINES = 3;

  /**
   * How much more often some functions of a level are met: so that a profile has about as many
   * places in code as those of agents do, some five for each of three hundred samples.
   */
  private static final int SKEW = 14;

  private static final long PRIME = 1_000_003;
  private static final int CHANGED_PERCENT = 40;

  private final int stacks;
  private final int depth;
  private final int bits;

  FleetStacks(int stacks, int depth) {
    this.stacks = stacks;
    this.depth = depth;
    this.bits = Integer.SIZE - Integer.numberOfLeadingZeros(stacks);
  }

  /** One entry of a stack trace. */
  public record Call(String className, String method, String file, int line) {
    public String function() {
      return className + "." + method;
    }
  }

  /** What a stack trace of the first release is in another one. */
  int inRelease(int rank, int release) {
    // Neighbours in the tree are not neighbours in frequency.
    int stack = (int) (rank * PRIME % stacks);
    boolean changed = Math.floorMod(mix(stack * 17L), 100) < CHANGED_PERCENT;
    return changed ? stack + stacks * release : stack;
  }

  /** A stack trace's calls, leaf first. */
  public Call[] calls(int stack) {
    int first = stack % stacks;
    int release = stack / stacks;
    Call[] calls = new Call[depth * 3 / 4 + (int) Math.floorMod(mix(first), (long) depth / 2)];
    for (int level = 0; level < calls.length; level++) {
      int shared = bits - bits * (level + 1) / calls.length;
      long node = mix((long) level << 32 | first >> shared);
      boolean changed = level >= calls.length / 2;
      calls[calls.length - 1 - level] = call(level, node, changed ? release : 0);
    }
    return calls;
  }

  private static Call call(int level, long node, int release) {
    double random = (node >>> 11) * 0x1p-53;
    int function =
        (level + 1) * FUNCTIONS_OF_LEVEL - 1 - (int) (FUNCTIONS_OF_LEVEL * Math.pow(random, SKEW));
    String simpleName = "Component" + function / 8;
    return new Call(
        "com.example.shop.module" + function / 200 + "." + simpleName,
        "operation" + function % 8,
        simpleName + ".java",
        1 + 9 * Long.numberOfTrailingZeros(node | 1L << LINES) + release);
  }

  /** Steele, Lea and Flood's (2014) finalizer. */
  static long mix(long x) {
    long mixed = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
