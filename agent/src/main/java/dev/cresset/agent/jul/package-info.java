/**
 * Stands in for {@code java.util.logging} inside the agent's jar: the build makes the bundled
 * libraries refer to it instead.
 *
 * <p>The first class that asks {@code java.util.logging} for a logger decides which {@code
 * LogManager} the whole JVM gets. That must be the application, and what the libraries have to say
 * belongs into the agent's log and not into the application's.
 */
package dev.cresset.agent.jul;
