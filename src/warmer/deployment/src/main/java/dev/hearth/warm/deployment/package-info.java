/**
 * What the build of an application does for the warmer that it carries: beans, defaults, native options. It knows the warmer
 * and Quarkus's build; nothing of it travels with the application.
 */
package dev.hearth.warm.deployment;
