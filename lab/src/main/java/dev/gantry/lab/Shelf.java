package dev.gantry.lab;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Extent;
import dev.gantry.domain.Medium;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every cartridge that the library knows, inside of it or not, by barcode. */
final class Shelf {

    private final Map<Medium, Cartridge> cartridges = new TreeMap<>();

    void add(Cartridge cartridge) {
        cartridges.put(cartridge.medium(), cartridge);
    }

    Collection<Cartridge> all() {
        return cartridges.values();
    }

    Optional<Cartridge> find(Medium medium) {
        return Optional.ofNullable(cartridges.get(medium));
    }

    Cartridge get(Medium medium) {
        return find(medium).orElseThrow(() -> new IllegalStateException("no cartridge " + medium));
    }

    /** How many bytes can be written to the cartridges that are in the library. */
    long free() {
        return cartridges.values().stream()
                .filter(cartridge -> !cartridge.isEjected())
                .mapToLong(Cartridge::free)
                .sum();
    }

    /** Where {@code length} bytes would go: on the first cartridges with room; empty if there is too little of it. */
    Optional<List<Extent>> room(long length) {
        List<Extent> extents = new ArrayList<>();
        long placed = 0;
        for (Cartridge cartridge : cartridges.values()) {
            long part = cartridge.isEjected() ? 0 : Math.min(cartridge.free(), length - placed);
            if (part > 0) {
                extents.add(new Extent(cartridge.medium(), cartridge.used(), new ByteRange(placed, part)));
                placed += part;
            }
        }
        return placed < length ? Optional.empty() : Optional.of(extents);
    }

    /** Those bytes are written, or are about to be. */
    void occupy(List<Extent> extents) {
        extents.forEach(extent ->
                get(extent.medium()).useUpTo(extent.position() + extent.range().length()));
    }
}
