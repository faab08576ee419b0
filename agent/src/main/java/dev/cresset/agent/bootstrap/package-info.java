/**
 * All of the agent that the application's class loaders can see: the entry point, the loader of
 * everything else, and the one interface between the two. Nothing here may use a library, and
 * nothing here may start what the application wants to configure first: logging, JMX, security.
 */
package dev.cresset.agent.bootstrap;
