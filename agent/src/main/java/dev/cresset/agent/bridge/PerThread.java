package dev.cresset.agent.bridge;

/** Each thread's requests. */
final class PerThread extends ThreadLocal<ThreadRequests> {
  @Override
  protected ThreadRequests initialValue() {
    return new ThreadRequests(Thread.currentThread());
  }
}
