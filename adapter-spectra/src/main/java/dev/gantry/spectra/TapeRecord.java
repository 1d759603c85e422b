package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Medium;
import dev.gantry.domain.MediumState;
import dev.gantry.domain.MediumState.Place;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cartridge as the contract's Tape, with what that has no word for in its description (docs/spectra-s3.md, Tapes). Its
 * id is made from its barcode.
 */
final class TapeRecord {

    private static final Pattern DESCRIPTION = Pattern.compile("(SLOT|DRIVE|EJECTED), mounted ([0-9]{1,18}) times");

    private TapeRecord() {}

    static UUID id(Medium medium) {
        return UUID.nameUUIDFromBytes(("tape " + medium.barcode()).getBytes(StandardCharsets.US_ASCII));
    }

    static String state(MediumState state) {
        return state.isEjected() ? "EJECTED" : "NORMAL";
    }

    static void write(XmlOut out, MediumState state) {
        out.text("AllowRollback", false)
                .text("AssignedToStorageDomain", false)
                .text("AvailableRawCapacity", state.capacity() - state.used())
                .text("BarCode", state.medium())
                .text("DescriptionForIdentification", state.place() + ", mounted " + state.mounts() + " times")
                .text("FullOfData", state.used() == state.capacity())
                .text("Id", id(state.medium()))
                .text("Role", "NORMAL")
                .text("State", state(state))
                .text("TakeOwnershipPending", false)
                .text("TotalRawCapacity", state.capacity())
                .text("Type", "UNKNOWN")
                .text("WriteProtected", false);
    }

    /** The same record read; of another server's, as much as it tells. */
    static MediumState read(RemoteElement record) {
        long capacity = number(record, "TotalRawCapacity");
        long available = Math.min(capacity, number(record, "AvailableRawCapacity"));
        Matcher own =
                DESCRIPTION.matcher(record.find("DescriptionForIdentification").orElse(""));
        boolean known = own.matches();
        Place place = record.find("State").filter("EJECTED"::equals).isPresent() ? Place.EJECTED : Place.SLOT;
        return new MediumState(
                new Medium(record.get("BarCode")),
                known ? Place.valueOf(own.group(1)) : place,
                capacity - available,
                capacity,
                known ? Long.parseLong(own.group(2)) : 0);
    }

    private static long number(RemoteElement record, String name) {
        try {
            return record.find(name)
                    .map(text -> RemoteValues.number(name, text))
                    .orElse(0L);
        } catch (InvalidValueException e) {
            return 0;
        }
    }
}
