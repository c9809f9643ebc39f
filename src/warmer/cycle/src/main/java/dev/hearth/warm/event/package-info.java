/**
 * The protocol: what the warmer is asked and what it answers, as records and as JSON. Whoever speaks with the warmer reads these.
 * It must not know how a cycle is decided or carried out.
 */
package dev.hearth.warm.event;
