/**
 * The warmer: keeps as many environments of this function warm as a cycle asks for, and proves it. It knows Lambda's events
 * and the prices; it must not know the HTTP API that it travels with.
 */
package dev.hearth.warm;
