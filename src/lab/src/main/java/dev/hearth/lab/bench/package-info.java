/**
 * Measures cold starts: raw JSON in, tables and reports out. A run is written as it was measured; every figure, table and
 * page is computed from that file. It must not know the doors, the schedules or the terminal.
 */
package dev.hearth.lab.bench;
