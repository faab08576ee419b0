/**
 * Profiles the exceptions that an application makes: which, and where. {@link java.lang.Throwable}
 * is instrumented for that, and nothing else.
 */
package dev.cresset.agent.exceptions;
