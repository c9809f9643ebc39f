/** One environment, one process: opens a package, starts it, speaks the Runtime API with it, and the Extensions API with its extensions, freezes it and limits its memory and CPU. It knows the rules' ports and nothing of who invokes. */
package dev.hearth.lab.environment;
