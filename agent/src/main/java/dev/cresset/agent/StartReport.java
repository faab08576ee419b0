package dev.cresset.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What became of the agent's start, for whoever attached it. Safe for use by many threads. */
final class StartReport {
  private static final long PATIENCE_SECONDS = 20;
  private static final int MAX_LINES = 100;

  private final CountDownLatch complete = new CountDownLatch(1);
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  void add(String line) {
    if (complete.getCount() > 0 && lines.size() < MAX_LINES) {
      lines.add(line);
    }
  }

  void complete() {
    complete.countDown();
  }

  List<String> await() throws InterruptedException {
    if (!complete.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      add("The agent is still about to start: its log says when it has.");
    }
    return new ArrayList<>(lines);
  }
}
