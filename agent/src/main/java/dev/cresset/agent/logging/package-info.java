/** The agent's own small log, kept apart from every logging system an application may use. */
package dev.cresset.agent.logging;
