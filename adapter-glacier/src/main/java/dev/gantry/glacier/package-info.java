/** The archive classes of S3 over one account's store: what is online, restores and their costs (docs/glacier.md). */
package dev.gantry.glacier;
