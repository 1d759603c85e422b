/**
 * DuraStore, DuraCloud's storage and task APIs (docs/durastore.md). What is named {@code Remote} and {@code
 * DurastoreProvider} is the driven half, a remote DuraStore as a store; everything else serves, over the driving ports
 * alone.
 */
package dev.gantry.durastore;
