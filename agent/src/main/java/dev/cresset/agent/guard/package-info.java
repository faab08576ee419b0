/** Keeps the agent from being what a JVM crashes of, start after start. */
package dev.cresset.agent.guard;
