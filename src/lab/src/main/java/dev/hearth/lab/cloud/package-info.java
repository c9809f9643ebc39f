/** Puts the parts of the local Lambda together: functions, their packages, the doors and the schedules that keep them warm. It must not know the command line, nor what is shown of it. */
package dev.hearth.lab.cloud;
