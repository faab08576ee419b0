/**
 * The agent's options: one table of them ({@link dev.cresset.agent.config.Option}), read from all
 * the places where they can be set into one immutable {@link dev.cresset.agent.config.AgentConfig}.
 */
package dev.cresset.agent.config;
