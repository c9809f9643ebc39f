/**
 * A deployed function's own traffic, as CloudWatch keeps it: reads settings, log and metrics with the user's credentials, and
 * changes nothing. It gives documents as AWS's command line prints them, and must not know what they are read for.
 */
package dev.hearth.lab.cloudwatch;
