/** What is made of a run: figures, what changed between two, tables, the page. All of it is computed from the run; it must not measure, nor know the command line. */
package dev.hearth.lab.report;
