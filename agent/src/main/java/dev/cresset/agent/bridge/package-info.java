/**
 * What instrumented code calls to say which request a thread works for. The classes of this package
 * are put into the bootstrap class loader of the application's JVM, where all code finds them; they
 * use nothing but the JDK, and hold on to nothing of the agent's but the one {@link
 * dev.cresset.agent.bridge.RequestHooks} that is installed.
 */
package dev.cresset.agent.bridge;
