/** Reads from a Terraform plan what the local Lambda runs of it, and tells what it does not. It must not know packages' content, processes, doors or the command line. */
package dev.hearth.lab.plan;
