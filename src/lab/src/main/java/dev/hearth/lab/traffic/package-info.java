/**
 * What AWS and others wrote about invocations, as traffic: log lines, query results, access logs, metrics, public traces. It
 * reads streams, so that a file may be larger than memory. It must not know what is done with the traffic, nor where a file
 * came from.
 */
package dev.hearth.lab.traffic;
