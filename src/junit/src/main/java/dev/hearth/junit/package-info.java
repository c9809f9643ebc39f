/** A Lambda package in a JUnit test. It starts the lab as a process of its own, whose libraries the tests must not meet, and speaks with it over its input and output; it must not know a class of it. */
package dev.hearth.junit;
