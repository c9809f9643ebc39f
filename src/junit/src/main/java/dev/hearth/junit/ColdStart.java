package dev.hearth.junit;

import java.time.Duration;

/**
 * An invocation that had to wait for an environment to start.
 *
 * @param environment the environment's id, the unique part of its log stream's name
 * @param user whether it was a request or an event of somebody's, and not of a warm cycle
 * @param init from the start of the process to its first request for an invocation, the Init Duration of a REPORT line
 */
public record ColdStart(String environment, boolean user, Duration init) {}
