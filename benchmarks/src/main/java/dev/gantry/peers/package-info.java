/** Gantry beside its peers: starts them, runs the same cases against each in turn, and compares their processor time. */
package dev.gantry.peers;
