/**
 * The provider contract as tests: whoever writes a storage provider implements these interfaces in a test class. Beside
 * them stand what tests of providers and of their callers need: faults on purpose, and the count of open leases.
 */
package dev.gantry.tck;
