/** What an application may tell the Cresset agent by itself. It does nothing without the agent. */
package dev.cresset.api;
