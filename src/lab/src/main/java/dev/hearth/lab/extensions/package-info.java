/** The rules of Lambda's Extensions API and Telemetry API in one environment: who is told what, and when a phase is over. It knows no process, connection or clock. */
package dev.hearth.lab.extensions;
