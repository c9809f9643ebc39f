/** What the native build must be told about libraries that were not written for it. No code of the function calls it. */
package dev.hearth.nativeimage;
