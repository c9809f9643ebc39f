/**
 * The standing attack: a local Lambda in a process of its own, with everything done to it at once that it must bear, and
 * an account of what went in and what came out. Knows the lab by its command and its doors alone, and of its rooms those
 * that read what a user hands over: packages, plans, schedules.
 */
package dev.hearth.lab.attack;
