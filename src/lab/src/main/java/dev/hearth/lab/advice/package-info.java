/**
 * How many environments to keep warm at which hour, how many users meet a cold start then, and what it costs: strategies are
 * fitted to a part of what was recorded and judged by what followed. It must not know where traffic came from, nor run
 * anything but simulations.
 */
package dev.hearth.lab.advice;
