package dev.cresset.agent.bridge;

/** Each thread's requests. */
final class PerThread extends ThreadLocal<ThreadRequests> {
  private final VirtualThreads virtualThreads;

  PerThread(VirtualThreads virtualThreads) {
    this.virtualThreads = virtualThreads;
  }

  @Override
  protected ThreadRequests initialValue() {
    ThreadRequests thread = new ThreadRequests(Thread.currentThread());
    ThreadRequests sinceItsStart = thread.isVirtual() ? virtualThreads.of(thread.threadId()) : null;
    return sinceItsStart == null ? thread : sinceItsStart;
  }
}
