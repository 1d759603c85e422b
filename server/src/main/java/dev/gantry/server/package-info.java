/** The node and the command line: configuration, the data directory, listeners; the one place that knows Guice. */
package dev.gantry.server;
