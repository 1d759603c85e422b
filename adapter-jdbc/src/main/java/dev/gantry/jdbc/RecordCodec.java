package dev.gantry.jdbc;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.spi.ObjectRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Packs a row of the catalogue: the state's token and the object's record. */
final class RecordCodec {

    private static final int VERSION = 1;

    private RecordCodec() {}

    /** A record and the state that it is of. */
    record Kept(VersionToken token, ObjectRecord record) {}

    static byte[] pack(Kept kept) {
        ObjectRecord record = kept.record();
        Packer out =
                new Packer(VERSION).text(kept.token().value()).uuid(record.id().value());
        out.instant(record.created());
        out.number(record.layout().objectLength()).number(record.layout().blobSize());
        out.number(record.blobs().size());
        record.blobs().forEach(checksums -> ChecksumCodec.pack(out, checksums));
        return out.toBytes();
    }

    static Kept unpack(byte[] packed) {
        Unpacker in = new Unpacker(packed, VERSION);
        VersionToken token = new VersionToken(in.text());
        ObjectId id = new ObjectId(in.uuid());
        Instant created = in.instant();
        BlobLayout layout = new BlobLayout(in.number(), in.number());
        Kept kept = new Kept(token, new ObjectRecord(id, created, layout, blobs(in)));
        in.end();
        return kept;
    }

    private static List<Checksums> blobs(Unpacker in) {
        int count = in.count();
        List<Checksums> blobs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blobs.add(ChecksumCodec.unpack(in));
        }
        return blobs;
    }
}
