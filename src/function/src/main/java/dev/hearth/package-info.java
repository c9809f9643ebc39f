/** The function: an HTTP API ({@code api}), its warmer ({@code warm}) and what warmth costs ({@code cost}). It knows nothing of the lab. */
package dev.hearth;
