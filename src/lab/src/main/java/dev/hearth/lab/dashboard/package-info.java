/** The page on which the local Lambda is seen and worked with. It knows events and doors: neither processes nor who makes the events, and it changes nothing but through a door or {@link dev.hearth.lab.dashboard.Controls}. */
package dev.hearth.lab.dashboard;
