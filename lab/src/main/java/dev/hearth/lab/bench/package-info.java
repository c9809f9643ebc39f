/** Measures: cold starts and warm strategies. Raw JSON in, tables and reports out. */
package dev.hearth.lab.bench;
