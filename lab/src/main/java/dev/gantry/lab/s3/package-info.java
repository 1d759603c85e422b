/**
 * A simulated S3 with the archive classes, on a clock of its own, spoken to over the wire (docs/glacier.md, The simulated
 * service).
 */
package dev.gantry.lab.s3;
