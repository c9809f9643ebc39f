/** What is shown of the local Lambda's events. It knows the rules' events alone: neither who makes them nor what was typed. */
package dev.hearth.lab.watch;
