/** The local Lambda itself: drives the rules with real environments and real time. It must not know the doors, the schedules or the command line. */
package dev.hearth.lab.host;
