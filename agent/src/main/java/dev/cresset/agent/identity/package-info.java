/** Finds out who is being profiled: what the operator did not say, the process itself shows. */
package dev.cresset.agent.identity;
