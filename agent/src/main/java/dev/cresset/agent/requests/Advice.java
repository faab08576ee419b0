package dev.cresset.agent.requests;

/** What is added to a method. */
enum Advice {
  /** A request lasts as long as the method; its first argument helps to name it. */
  REQUEST,

  /** The same as the first, for what may be a part of a request, or go on when it returns. */
  DISPATCH,

  /** Something happens to the exchange that is the first argument; the last one says what. */
  EXCHANGE,

  /** The same as the first, and always a request of its own, whatever it was handed over by. */
  CALL,

  /** The same, for a part of such a request that is counted elsewhere. */
  PART,

  /** The answer to such a request is complete. */
  ANSWERED,

  /** When it returns, the endpoint is known from its first argument. */
  ROUTE,
  /** {@code this} is a task, which runs as long as the method. */
  TASK,
  /** {@code this} is a virtual thread, which the calling thread carries as long as the method. */
  MOUNT,
  /** {@code this} is a virtual thread, which is about to be started. */
  START,
  /** It calls {@code Runnable.run()} on tasks. */
  RUNS_TASKS,
  /** Its first argument is a task that is handed over. */
  CAPTURE,
  /** {@code this} is a task that is handed over. */
  CAPTURE_THIS,
  /** The same, of a constructor: when it returns. */
  CAPTURE_CONSTRUCTED,
  /** The one argument that is a fork-join task is handed to {@code this} pool. */
  CAPTURE_IN_POOL,
  /** Its body becomes the beginning of a label. */
  LABEL,
  /** Its body becomes the end of what another body began. */
  RELEASE
}
