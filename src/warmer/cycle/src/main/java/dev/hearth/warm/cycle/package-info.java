/**
 * A cycle's decisions: told the time and what came back, they say what to do, and do nothing themselves. So the function's threads
 * and a simulator's virtual time run the same cycle. It knows the protocol and the prices; it must not know a clock, a thread, CDI or
 * the AWS SDK.
 */
package dev.hearth.warm.cycle;
