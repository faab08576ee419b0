package dev.cresset.agent.bridge;

/** A thread's number, as a key that can be used again. */
final class ThreadId {
  private long id;

  ThreadId set(long newId) {
    id = newId;
    return this;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ThreadId && ((ThreadId) other).id == id;
  }
}
