/**
 * The lab: a local Lambda that runs any Lambda package through the public Runtime API, its schedules and its benchmarks.
 * On this ground floor stands only what every room may know.
 */
package dev.hearth.lab;
