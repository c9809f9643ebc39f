/** The commands that a user types: reads options, puts the parts together, prints what happens. */
package dev.hearth.lab.cli;
