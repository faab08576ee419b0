package dev.cresset.agent;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.ProfilingEngine;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine that fails as it is told: failures of real ones cannot be had to order. */
final class ScriptedEngine implements ProfilingEngine {
  final AtomicInteger seals = new AtomicInteger();
  final CountDownLatch started = new CountDownLatch(1);
  CountDownLatch mayStart = new CountDownLatch(0);
  final Deque<Throwable> failures = new ArrayDeque<>();
  final AtomicBoolean nameFails = new AtomicBoolean();
  private final String name;
  volatile boolean closed;

  ScriptedEngine(String name, Throwable... failures) {
    this.name = name;
    Collections.addAll(this.failures, failures);
  }

  @Override
  public String name() {
    if (nameFails.getAndSet(false)) {
      throw new OutOfMemoryError("heap");
    }
    return name;
  }

  @Override
  public Set<Family> families() {
    return Collections.singleton(Family.CPU);
  }

  @Override
  public void start() {
    started.countDown();
    try {
      mayStart.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<Profile> seal() throws Exception {
    seals.incrementAndGet();
    Throwable failure = failures.poll();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof Exception exception) {
      throw exception;
    }
    return Collections.singletonList(Profile.builder(Family.CPU).build());
  }

  @Override
  public void close() {
    closed = true;
  }
}
