package dev.gantry.lab;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ForwardingObjectStore;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.WriteSpec;
import java.util.concurrent.CompletionStage;

/** The objects of the inner store, of which only those with a copy in the cache can be read. */
final class TapeObjects extends ForwardingObjectStore {

    private final LibraryDesk desk;

    TapeObjects(ObjectStore inner, LibraryDesk desk) {
        super(inner);
        this.desk = desk;
    }

    /** An object that the library does not know is in the cache still. */
    @Override
    public CompletionStage<Payload> read(ObjectKey key, VersionToken token, ByteRange range) {
        return desk.ask(library -> requireOnline(library, key, token, range))
                .thenCompose(nothing -> super.read(key, token, range));
    }

    private static boolean requireOnline(Library library, ObjectKey key, VersionToken token, ByteRange range) {
        library.find(key).filter(object -> object.token().equals(token)).ifPresent(object -> {
            ByteRange there = range.intersection(new ByteRange(0, object.length()));
            if (!library.residency(object, there).isOnline()) {
                throw new ProviderException.Conflict(
                        "object " + key + " is on tape and must be staged before it is read");
            }
        });
        return true;
    }

    @Override
    public CompletionStage<ObjectWriter> begin(WriteSpec spec) {
        return desk.ask(library -> requireRoom(library, spec))
                .thenCompose(nothing -> super.begin(spec).thenApply(writer -> new TapeWriter(writer, desk)));
    }

    private static boolean requireRoom(Library library, WriteSpec spec) {
        if (library.shelf().room(spec.layout().objectLength()).isEmpty()) {
            throw new ProviderException.Full(
                    "the cartridges in the library have no room for " + spec.key() + "; load one with room", null);
        }
        return true;
    }

    @Override
    public CompletionStage<Void> delete(ObjectKey key) {
        return super.delete(key).thenCompose(nothing -> desk.removed(key));
    }
}
