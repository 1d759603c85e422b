package dev.gantry.jdbc;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Packs checksums, each behind the number of its type. */
final class ChecksumCodec {

    private ChecksumCodec() {}

    static void pack(Packer out, Checksums checksums) {
        Collection<Checksum> all = checksums.all();
        out.number(all.size());
        all.forEach(c -> out.number(c.type().number()).bytes(c.value()));
    }

    static Checksums unpack(Unpacker in) {
        int count = in.count();
        List<Checksum> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Checksum(ChecksumType.ofNumber(in.number()), in.bytes()));
        }
        return Checksums.of(all);
    }
}
