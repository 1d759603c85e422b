package dev.gantry.jdbc;

import dev.gantry.domain.Blob;
import dev.gantry.domain.BlobId;
import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.VersionToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Packs a chunk's blobs as runs (docs/job-store.md, Packing). A run is blobs of one object that follow each other: it
 * says name, object, layout and token once, and blob ids only where they are not derived. A name leaves out what it
 * shares with the one before it.
 */
final class PlanCodec {

    private static final int VERSION = 2;
    private static final int PINNED = 1;
    private static final int OWN_IDS = 2;
    private static final int PARTS = 4;
    private static final int NEARLINE = 8;

    private PlanCodec() {}

    static byte[] pack(List<Blob> blobs) {
        Packer out = new Packer(VERSION);
        byte[] before = new byte[0];
        for (int from = 0, to; from < blobs.size(); from = to) {
            to = runEnd(blobs, from);
            before = packRun(out, blobs.subList(from, to), before);
        }
        return out.toBytes();
    }

    private static int runEnd(List<Blob> blobs, int from) {
        int to = from + 1;
        while (to < blobs.size() && follows(blobs.get(to - 1), blobs.get(to))) {
            to++;
        }
        return to;
    }

    private static boolean follows(Blob blob, Blob next) {
        return next.offset() == blob.range().end()
                && next.object().equals(blob.object())
                && next.name().equals(blob.name())
                && next.layout().equals(blob.layout())
                && next.pinned().equals(blob.pinned())
                && isDerived(next) == isDerived(blob)
                && next.asked().isEmpty() == blob.asked().isEmpty()
                && next.nearline() == blob.nearline();
    }

    private static boolean isDerived(Blob blob) {
        return blob.id().equals(BlobId.derived(blob.object(), blob.offset()));
    }

    private static byte[] packRun(Packer out, List<Blob> run, byte[] before) {
        Blob first = run.get(0);
        boolean ownIds = !isDerived(first);
        byte[] name = first.name().utf8();
        int shared = shared(before, name);
        boolean parts = !first.asked().isEmpty();
        out.number((first.pinned().isPresent() ? PINNED : 0)
                | (ownIds ? OWN_IDS : 0)
                | (parts ? PARTS : 0)
                | (first.nearline() ? NEARLINE : 0));
        out.number(shared).bytes(name, shared).uuid(first.object().value());
        out.number(first.layout().objectLength()).number(first.layout().blobSize());
        first.pinned().ifPresent(token -> out.text(token.value()));
        out.number(first.index()).number(run.size());
        if (ownIds) {
            run.forEach(blob -> out.uuid(blob.id().value()));
        }
        if (parts) {
            run.forEach(blob -> packParts(out, blob));
        }
        return name;
    }

    private static void packParts(Packer out, Blob blob) {
        out.number(blob.asked().size());
        blob.asked().forEach(part -> out.number(part.offset()).number(part.length()));
    }

    private static int shared(byte[] before, byte[] name) {
        int mismatch = Arrays.mismatch(before, name);
        return mismatch < 0 ? name.length : mismatch;
    }

    /** Reads {@code count} blobs. */
    static List<Blob> unpack(byte[] packed, int count) {
        Unpacker in = new Unpacker(packed, VERSION);
        List<Blob> blobs = new ArrayList<>(count);
        byte[] before = new byte[0];
        while (blobs.size() < count) {
            before = unpackRun(in, before, count - blobs.size(), blobs);
        }
        in.end();
        return blobs;
    }

    private static byte[] unpackRun(Unpacker in, byte[] before, int most, List<Blob> blobs) {
        long flags = in.number();
        byte[] name = name(in, before);
        ObjectName objectName = new ObjectName(new String(name, StandardCharsets.UTF_8));
        ObjectId object = new ObjectId(in.uuid());
        BlobLayout layout = new BlobLayout(in.number(), in.number());
        Optional<VersionToken> pinned =
                (flags & PINNED) == 0 ? Optional.empty() : Optional.of(new VersionToken(in.text()));
        long index = in.number();
        long size = Math.min(in.number(), most);
        List<Blob> run = new ArrayList<>();
        for (long i = index; i < index + size; i++) {
            Blob blob = Blob.of(objectName, object, layout, i, pinned).nearline((flags & NEARLINE) != 0);
            run.add((flags & OWN_IDS) == 0 ? blob : withId(blob, new BlobId(in.uuid())));
        }
        run.forEach(blob -> blobs.add((flags & PARTS) == 0 ? blob : blob.asked(parts(in))));
        return name;
    }

    private static List<ByteRange> parts(Unpacker in) {
        int count = in.count();
        List<ByteRange> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parts.add(new ByteRange(in.number(), in.number()));
        }
        return parts;
    }

    private static byte[] name(Unpacker in, byte[] before) {
        long said = in.number();
        int shared = (int) Math.min(said, before.length);
        if (said != shared) {
            throw new InvalidValueException("a packed name that shares " + said + " bytes with one of " + shared);
        }
        byte[] rest = in.bytes();
        byte[] name = Arrays.copyOf(before, shared + rest.length);
        System.arraycopy(rest, 0, name, shared, rest.length);
        return name;
    }

    private static Blob withId(Blob blob, BlobId id) {
        return new Blob(id, blob.name(), blob.object(), blob.offset(), blob.length(), blob.layout(), blob.pinned())
                .nearline(blob.nearline());
    }
}
