package dev.gantry.jdbc;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.InvalidValueException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Packs checksums. The numbers of the types are part of the format and never change. */
final class ChecksumCodec {

    private ChecksumCodec() {}

    static void pack(Packer out, Checksums checksums) {
        Collection<Checksum> all = checksums.all();
        out.number(all.size());
        all.forEach(c -> out.number(number(c.type())).bytes(c.value()));
    }

    static Checksums unpack(Unpacker in) {
        int count = in.count();
        List<Checksum> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Checksum(type(in.number()), in.bytes()));
        }
        return Checksums.of(all);
    }

    private static int number(ChecksumType type) {
        return switch (type) {
            case CRC32 -> 1;
            case CRC32C -> 2;
            case MD5 -> 3;
            case SHA256 -> 4;
            case SHA512 -> 5;
        };
    }

    private static ChecksumType type(long number) {
        for (ChecksumType type : ChecksumType.values()) {
            if (number(type) == number) {
                return type;
            }
        }
        throw new InvalidValueException("a packed checksum of the unknown type " + number);
    }
}
