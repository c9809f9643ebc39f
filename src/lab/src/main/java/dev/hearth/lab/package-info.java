/** The lab: a local Lambda that runs any Lambda package through the public Runtime API, its schedules and its benchmarks. */
package dev.hearth.lab;
