/**
 * The Spectra S3 protocol, served over the driving ports and driven as one more implementation of them. The facts of the
 * protocol, with their sources, are in docs/spectra-s3.md.
 */
package dev.gantry.spectra;
