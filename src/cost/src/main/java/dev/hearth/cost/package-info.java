/** What warmth costs: a dated price table and pure functions over it. It must not know the warmer, HTTP or the SDK. */
package dev.hearth.cost;
