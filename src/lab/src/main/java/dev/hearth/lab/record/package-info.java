/**
 * What a start of a native executable touches, so that its next build lays that out first. Knows nothing of Lambda, of
 * processes' starts or of commands.
 */
package dev.hearth.lab.record;
