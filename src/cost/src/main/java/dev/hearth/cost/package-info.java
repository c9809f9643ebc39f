/** What warmth costs: a dated price table, what cycles were measured to be billed, and pure functions over both. It must not know the warmer, HTTP or the SDK. */
package dev.hearth.cost;
