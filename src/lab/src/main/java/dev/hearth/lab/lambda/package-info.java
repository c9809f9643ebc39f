/** The rules of Lambda, pure and driven by a clock: functions and their settings, the pool, concurrency limits, the asynchronous queue, billing. It also holds the ports that the rest of the lab meets at. It must not know processes, sockets, files, threads or the time of day. */
package dev.hearth.lab.lambda;
