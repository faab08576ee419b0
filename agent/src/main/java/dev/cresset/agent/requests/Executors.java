package dev.cresset.agent.requests;

/**
 * Where the JDK hands tasks from one thread to another, and where it runs them. Netty's event loops
 * do the same in their own way.
 */
final class Executors implements Instrumented {
  private static final String CONCURRENT = "java/util/concurrent/";
  private static final String NETTY = "io/netty/util/concurrent/";
  private static final String TASK = "Ljava/util/concurrent/ForkJoinTask;";

  @Override
  public String[] classes() {
    return new String[] {
      CONCURRENT + "ThreadPoolExecutor",
      CONCURRENT + "ScheduledThreadPoolExecutor",
      CONCURRENT + "ForkJoinPool",
      CONCURRENT + "ForkJoinTask",
      CONCURRENT + "FutureTask",
      CONCURRENT + "CompletableFuture$ThreadPerTaskExecutor",
      CONCURRENT + "CompletableFuture$AsyncRun",
      CONCURRENT + "CompletableFuture$AsyncSupply",
      CONCURRENT + "CompletableFuture$Completion",
      CONCURRENT + "CompletableFuture$UniCompletion",
      NETTY + "SingleThreadEventExecutor",
      NETTY + "AbstractEventExecutor",
    };
  }

  @Override
  public Advice advice(String className, String method, String descriptor) {
    switch (className.substring(className.lastIndexOf('/') + 1)) {
      case "ThreadPoolExecutor":
        return method.equals("runWorker") ? Advice.RUNS_TASKS : capture("execute", method);
      case "ScheduledThreadPoolExecutor":
        return capture("delayedExecute", method);
      case "ForkJoinPool":
        return isSubmission(method) && descriptor.contains(TASK + ")")
            ? Advice.CAPTURE_IN_POOL
            : null;
      case "ForkJoinTask":
        return method.equals("doExec")
            ? Advice.TASK
            : method.equals("fork") ? Advice.CAPTURE_THIS : null;
      case "CompletableFuture$ThreadPerTaskExecutor":
        return capture("execute", method);
      case "CompletableFuture$UniCompletion":
        return method.equals("<init>") ? Advice.CAPTURE_CONSTRUCTED : null;
      case "SingleThreadEventExecutor":
        return capture("addTask", method);
      case "AbstractEventExecutor":
        return method.equals("safeExecute") || method.equals("runTask") ? Advice.RUNS_TASKS : null;
      default:
        // Also where the thread has been in an older version of runWorker since before we came.
        return method.equals("run") && descriptor.equals("()V") ? Advice.TASK : null;
    }
  }

  /** Of JDK 8, 9 to 20, and 21 on. */
  private static boolean isSubmission(String method) {
    return method.equals("externalPush")
        || method.equals("externalSubmit")
        || method.equals("poolSubmit");
  }

  private static Advice capture(String wanted, String method) {
    return method.equals(wanted) ? Advice.CAPTURE : null;
  }
}
