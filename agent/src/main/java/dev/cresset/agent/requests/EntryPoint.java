package dev.cresset.agent.requests;

/**
 * A place where requests come in: which methods handle one, and how to name what it is for. To add
 * a framework, implement this and add it to {@link EntryPoints}.
 */
interface EntryPoint extends Instrumented {
  /**
   * Names the endpoint as the framework knows it: by its route, never by the path that somebody
   * asked for. Called on the application's threads for each request.
   *
   * @param self whose method was entered; null for a static one
   * @param argument its first
   * @param endpoints turn names into numbers
   * @return {@link dev.cresset.agent.bridge.RequestHooks#UNKNOWN} if it cannot be told (yet)
   * @throws ReflectiveOperationException counts as unknown
   */
  int endpoint(Object self, Object argument, Endpoints endpoints)
      throws ReflectiveOperationException;

  /** Whether what begins is a part of a request that was counted when it began. */
  default boolean isPart(Object argument) {
    return false;
  }

  /**
   * Asked when the handler returns: whether the answer is still to come.
   *
   * @param answered to be run once it has
   * @throws ReflectiveOperationException counts as a failure, and as answered
   */
  default boolean goesOn(Object argument, Runnable answered) throws ReflectiveOperationException {
    return false;
  }
}
