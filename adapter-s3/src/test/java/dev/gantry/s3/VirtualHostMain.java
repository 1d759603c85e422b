package dev.gantry.s3;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.put;
import static dev.gantry.tck.TestObjects.spec;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.UserId;
import dev.gantry.ports.spi.BatchDelete;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.CopyWriter;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import dev.gantry.ports.spi.ServerCopy;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.s3.S3Settings.Addressing;
import dev.gantry.transport.Origin;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Uses a service whose buckets stand in its host's name, in a process that knows these names. */
final class VirtualHostMain {

    static final BucketName BUCKET = new BucketName("vhost");
    private static final int PART = 5 << 20;

    private final S3Provider provider;

    private VirtualHostMain(S3Provider provider) {
        this.provider = provider;
    }

    /** Takes the host, the port and a directory; ends with 0 if everything came back as it was. */
    public static void main(String[] arguments) {
        S3Settings path =
                S3Settings.compatible(Origin.http(arguments[0], Integer.parseInt(arguments[1])), S3Server.KEYS);
        S3Settings settings = new S3Settings(
                path.endpoint(),
                path.region(),
                path.keys(),
                Addressing.VIRTUAL_HOST,
                path.bucketPrefix(),
                path.storageClasses(),
                path.checksums(),
                path.trust(),
                path.connections());
        try (S3Provider provider =
                S3Provider.at(new StoreId("test"), settings, Path.of(arguments[2]), DurableWrites.DIRECT)) {
            new VirtualHostMain(provider).run();
        }
    }

    private void run() {
        BucketStore buckets = provider.capability(BucketStore.class).orElseThrow();
        await(buckets.create(new BucketRecord(
                new BucketId(new UUID(1, 1)), BUCKET, Instant.EPOCH, new UserId(new UUID(1, 2)), true)));
        List<ObjectKey> keys = new ArrayList<>();
        keys.addAll(there(spec(key("a b+c/\u2603 %20"), BlobLayout.whole(1000))));
        keys.addAll(there(spec(key("parts"), new BlobLayout(PART + 10, PART))));
        require(await(provider.objects().list(BUCKET, ListQuery.all()))
                        .objects()
                        .size()
                == keys.size());
        require(await(provider.capability(BatchDelete.class)
                        .orElseThrow()
                        .delete(BUCKET, keys.stream().map(ObjectKey::name).toList()))
                .stream()
                .allMatch(Optional::isEmpty));
        await(buckets.delete(BUCKET));
    }

    private static ObjectKey key(String name) {
        return ObjectKey.of(BUCKET.value(), name);
    }

    /** Puts it, copies it, and reads both. */
    private List<ObjectKey> there(WriteSpec spec) {
        byte[] content = bytes((int) spec.layout().objectLength(), 1);
        StoredObject stored = put(provider.objects(), spec, content);
        StoredObject copied = copy(stored, spec(key(spec.key().name() + ".copy"), spec.layout()));
        require(Arrays.equals(get(provider.objects(), stored), content));
        require(Arrays.equals(get(provider.objects(), copied), content));
        return List.of(stored.key(), copied.key());
    }

    private StoredObject copy(StoredObject source, WriteSpec target) {
        CopyWriter writer =
                await(provider.capability(ServerCopy.class).orElseThrow().begin(target, source.key(), source.token()));
        List<Receipt> receipts = new ArrayList<>();
        for (long i = 0; i < target.layout().count(); i++) {
            receipts.add(await(writer.copy(target.layout().range(i))));
        }
        return await(writer.publish(receipts));
    }

    private static void require(boolean met) {
        if (!met) {
            throw new IllegalStateException("something did not come back as it was");
        }
    }
}
