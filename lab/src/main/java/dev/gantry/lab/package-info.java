/**
 * Simulated archives, to try Gantry and to test it without hardware: a tape library with cartridges, drives and a disk
 * cache around the bytes of any other store. See docs/lab.md.
 */
package dev.gantry.lab;
