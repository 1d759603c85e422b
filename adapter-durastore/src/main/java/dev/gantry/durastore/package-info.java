/**
 * DuraStore, DuraCloud's storage and task APIs (docs/durastore.md). Everything here is the served half and sees the
 * driving ports alone.
 */
package dev.gantry.durastore;
