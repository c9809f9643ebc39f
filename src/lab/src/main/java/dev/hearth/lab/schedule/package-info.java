/** The stand-in for EventBridge Scheduler. It knows the port Lambda and nothing of environments or doors. */
package dev.hearth.lab.schedule;
