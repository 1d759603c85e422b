package dev.gantry.lab;

import dev.gantry.domain.Extent;
import dev.gantry.domain.Medium;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One drive: what is in it, where its head is, and what it is doing. */
final class Drive {

    private final LibrarySettings settings;
    private Optional<Cartridge> mounted = Optional.empty();
    private long head;
    private Optional<Transfer> running = Optional.empty();
    private Instant end = Instant.EPOCH;

    Drive(LibrarySettings settings) {
        this.settings = settings;
    }

    boolean holds(Medium medium) {
        return mounted.filter(cartridge -> cartridge.medium().equals(medium)).isPresent();
    }

    Optional<Cartridge> mounted() {
        return mounted;
    }

    long head() {
        return head;
    }

    /** Puts a cartridge in without taking time, as it was before. */
    void restore(Cartridge cartridge, long position) {
        mounted = Optional.of(cartridge);
        head = position;
    }

    Optional<Transfer> running() {
        return running;
    }

    /** When it is done with what it does. */
    Instant end() {
        return end;
    }

    /** Begins {@code transfer}, mounting its cartridge first if another one is in here. */
    void begin(Transfer transfer, Cartridge cartridge, Instant now, Counts counts) {
        Extent extent = transfer.extent();
        Duration time = holds(extent.medium()) ? Duration.ZERO : mount(cartridge, counts);
        long distance = Math.abs(extent.position() - head);
        if (distance > 0) {
            counts.seek(distance);
            time = time.plus(settings.seek(distance));
        }
        head = extent.position() + transfer.bytes();
        running = Optional.of(transfer);
        end = now.plus(time).plus(settings.transfer(transfer.bytes()));
    }

    /** Rewinds and unloads what is in here, and loads the other one. */
    private Duration mount(Cartridge cartridge, Counts counts) {
        Duration away = mounted.map(old -> settings.seek(head).plus(settings.scaled(settings.load())))
                .orElse(Duration.ZERO);
        mounted = Optional.of(cartridge);
        head = 0;
        counts.mount();
        cartridge.countMount();
        return away.plus(settings.scaled(settings.load()));
    }

    void done() {
        running = Optional.empty();
    }

    /** Takes the cartridge out, whatever the drive was doing; that is not done then. */
    Optional<Transfer> empty() {
        Optional<Transfer> broken = running;
        running = Optional.empty();
        mounted = Optional.empty();
        head = 0;
        return broken;
    }
}
