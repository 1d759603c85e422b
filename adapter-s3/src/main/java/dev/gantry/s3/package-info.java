/** Amazon S3, and whatever speaks its API, as a store (docs/s3.md). */
package dev.gantry.s3;
