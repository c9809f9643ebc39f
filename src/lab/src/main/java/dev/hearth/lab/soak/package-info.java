/**
 * Puts millions of requests to environments, without a door or a pool between, and names each one that has no answer or
 * another one's. It must not know how environments are started, nor the terminal.
 */
package dev.hearth.lab.soak;
