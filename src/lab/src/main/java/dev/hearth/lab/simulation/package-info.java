/**
 * Days of a function's life in seconds: Lambda's rules under virtual time, for millions of requests. One run is a pure
 * function of the function, a strategy, the traffic and a seed.
 *
 * <p>The rules are those of {@code lambda}, written again: those drive real environments and make ids, trace headers, logs
 * and events for each request, which a simulation would pay for ten million times. A test holds that both decide alike. How a
 * cycle finds its target is the warmer's own rule, and not written again. It
 * must not know a process, a socket, a lock, a wall clock, prices, or where traffic comes from.
 */
package dev.hearth.lab.simulation;
