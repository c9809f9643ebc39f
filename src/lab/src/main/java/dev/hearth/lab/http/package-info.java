/** The doors: AWS's Invoke API, and HTTP as API Gateway hands it over. They know the port Lambda and nothing of environments. */
package dev.hearth.lab.http;
