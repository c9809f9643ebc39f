/** Compares ways to keep a function warm: which are compared, in which order, and what each of them did. It must not know the command line, nor what is made of its measurements. */
package dev.hearth.lab.peers;
