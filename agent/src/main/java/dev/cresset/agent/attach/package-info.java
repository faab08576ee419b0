/** The command line tool that attaches the agent to JVMs that run already. */
package dev.cresset.agent.attach;
