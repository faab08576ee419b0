/**
 * What an application may tell the Cresset agent by itself, and how to tell it where requests come
 * in. It does nothing without the agent.
 */
package dev.cresset.api;
