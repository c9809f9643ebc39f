/** Opens a function's package as Lambda does, and says by what program it is run. It must not start it. */
package dev.hearth.lab.packages;
