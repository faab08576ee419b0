/**
 * Tells which request a sample was taken for: instruments where requests come in and where work is
 * handed over, and joins what the instrumented code says with the samples of its thread and time.
 */
package dev.cresset.agent.requests;
