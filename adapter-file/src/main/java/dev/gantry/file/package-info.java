/** A directory as a store: one file an object, visible by one rename (docs/adapter-file.md). */
package dev.gantry.file;
