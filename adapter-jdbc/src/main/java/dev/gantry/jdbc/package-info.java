/**
 * The durable job store on SQLite (docs/job-store.md): one writer thread with group commit, a few read connections, and
 * chunks packed into one value each.
 */
package dev.gantry.jdbc;
