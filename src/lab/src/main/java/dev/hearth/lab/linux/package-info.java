/** What the lab takes from Linux: the system calls that Java has no method for, control groups, /proc, and folders that only one lab uses. It knows memory sizes, and nothing of functions, packages or the Runtime API. */
package dev.hearth.lab.linux;
