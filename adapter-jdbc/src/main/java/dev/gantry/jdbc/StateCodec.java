package dev.gantry.jdbc;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ChunkState;
import dev.gantry.domain.Metadata;
import dev.gantry.ports.spi.ChunkUpdate;
import dev.gantry.ports.spi.KeptReceipt;
import dev.gantry.ports.spi.ObjectWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Packs what has become of a chunk (docs/job-store.md, Packing). */
final class StateCodec {

    private static final int VERSION = 1;

    private StateCodec() {}

    /** What is kept of a chunk besides its blobs. */
    record Kept(ChunkState state, List<KeptReceipt> receipts, Map<Integer, String> reasons) {}

    static byte[] pack(ChunkUpdate update) {
        ChunkState state = update.state();
        Packer out = new Packer(VERSION).number(state.granted() ? 1 : 0);
        out.bytes(state.evidenceBits().toByteArray()).bytes(state.failedBits().toByteArray());
        out.number(update.receipts().size());
        update.receipts().forEach(receipt -> pack(out, receipt));
        out.number(update.reasons().size());
        update.reasons().forEach((blob, reason) -> out.number(blob).text(reason));
        return out.toBytes();
    }

    private static void pack(Packer out, KeptReceipt kept) {
        ObjectWriter.Receipt receipt = kept.receipt();
        out.number(kept.blob())
                .number(receipt.range().offset())
                .number(receipt.range().length());
        ChecksumCodec.pack(out, receipt.checksums());
        out.text(receipt.part().value());
        Map<String, String> values = kept.metadata().values();
        out.number(values.size());
        values.forEach((name, value) -> out.text(name).text(value));
    }

    /** Reads the state of a chunk of {@code blobs} blobs. */
    static Kept unpack(byte[] packed, int blobs) {
        Unpacker in = new Unpacker(packed, VERSION);
        boolean granted = in.number() != 0;
        ChunkState state = ChunkState.restored(blobs, granted, BitSet.valueOf(in.bytes()), BitSet.valueOf(in.bytes()));
        Kept kept = new Kept(state, receipts(in), reasons(in));
        in.end();
        return kept;
    }

    private static List<KeptReceipt> receipts(Unpacker in) {
        int count = in.count();
        List<KeptReceipt> receipts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            receipts.add(receipt(in));
        }
        return receipts;
    }

    private static KeptReceipt receipt(Unpacker in) {
        int blob = Math.toIntExact(in.number());
        ByteRange range = new ByteRange(in.number(), in.number());
        var receipt = new ObjectWriter.Receipt(range, ChecksumCodec.unpack(in), new ObjectWriter.Part(in.text()));
        return new KeptReceipt(blob, receipt, metadata(in));
    }

    private static Metadata metadata(Unpacker in) {
        int count = in.count();
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            values.put(in.text(), in.text());
        }
        return values.isEmpty() ? Metadata.none() : new Metadata(values);
    }

    private static Map<Integer, String> reasons(Unpacker in) {
        int count = in.count();
        Map<Integer, String> reasons = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            reasons.put(Math.toIntExact(in.number()), in.text());
        }
        return reasons;
    }
}
