/** The HTTP API: what a user replaces with their own resources. It may ask the warmer and the prices; neither knows it. */
package dev.hearth.api;
