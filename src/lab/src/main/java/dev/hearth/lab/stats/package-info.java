/** Distributions, and how sure their figures are. It knows nothing else of the lab. */
package dev.hearth.lab.stats;
