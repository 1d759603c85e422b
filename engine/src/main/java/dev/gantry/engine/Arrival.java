package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.ports.api.Blobs.Upload;

/** One upload and where it goes. */
record Arrival(ActiveJob job, ActiveChunk chunk, int index, Upload upload, TransferPace pace) {

    Blob blob() {
        return chunk.blob(index);
    }
}
