/**
 * What the native build must be told: about libraries that were not written for it, and what a start touches. No code of the
 * function calls it.
 */
package dev.hearth.nativeimage;
