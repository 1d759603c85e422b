package dev.gantry.durastore;

import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.UserId;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.ListPage;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.Headers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Buckets as spaces. What a space cannot keep of a bucket is a small content in it (docs/durastore.md, Driven: buckets). */
final class RemoteSpaces implements BucketStore {

    /** In the headers, which an archived content has too. */
    private static final String RECORD = WireNames.META_PREFIX + "gantry-bucket";

    private static final ListQuery ANY = new ListQuery("", "", Optional.empty(), 1);

    /** The owner of spaces that others made: nobody, so that only those who may see everything see them. */
    private static final UserId NOBODY = new UserId(new UUID(0, 0));

    private final StoreId id;
    private final RemoteContents contents;
    private final Function<BucketName, CompletionStage<ListPage>> look;

    /** {@code listing} tells what is in a bucket. */
    RemoteSpaces(StoreId id, RemoteContents contents, RemoteListing listing) {
        this.id = id;
        this.contents = contents;
        this.look = bucket -> listing.list(bucket, ANY);
    }

    private static RemoteAddress record(String space) {
        return new RemoteAddress(space, RemoteNames.BUCKET);
    }

    /** A space that is there already, which DuraStore itself takes for a success, is a clash. */
    @Override
    public CompletionStage<Void> create(BucketRecord bucket) {
        String space = SpaceNames.space(bucket.name());
        return properties(space).thenCompose(there -> {
            if (there.isPresent()) {
                throw new ProviderException.Conflict("there is a space " + space + " already");
            }
            return make(space, bucket);
        });
    }

    private CompletionStage<Void> make(String space, BucketRecord bucket) {
        String text = String.join(
                ";",
                bucket.name().value(),
                bucket.id().toString(),
                bucket.created().toString(),
                bucket.owner().toString(),
                Boolean.toString(bucket.replace()));
        Headers described = Headers.builder()
                .add(WireNames.CONTENT_TYPE, WireNames.TEXT)
                .add(RECORD, text)
                .build();
        return contents.store()
                .confirm(RemoteCall.word("PUT", space).patient())
                .thenCompose(made -> contents.put(record(space), described, text.getBytes(StandardCharsets.UTF_8)))
                .thenApply(done -> null);
    }

    private CompletionStage<Optional<Headers>> properties(String space) {
        return RemoteStore.ifThere(contents.store().confirm(RemoteCall.word("HEAD", space)));
    }

    @Override
    public CompletionStage<Optional<BucketRecord>> find(BucketName name) {
        return describe(SpaceNames.space(name))
                .thenApply(found -> found.filter(b -> b.name().equals(name)));
    }

    /** By its record; one that somebody else made has none. */
    private CompletionStage<Optional<BucketRecord>> describe(String space) {
        return contents.head(record(space)).thenCompose(content -> {
            Optional<BucketRecord> known =
                    content.flatMap(c -> c.headers().first(RECORD)).flatMap(RemoteSpaces::parse);
            return known.isPresent()
                    ? CompletableFuture.completedStage(known)
                    : properties(space).thenApply(headers -> headers.flatMap(h -> foreign(space, h)));
        });
    }

    private static Optional<BucketRecord> parse(String text) {
        String[] fields = text.split(";", -1);
        try {
            return fields.length != 5
                    ? Optional.empty()
                    : Optional.of(new BucketRecord(
                            BucketId.parse(fields[1]),
                            new BucketName(fields[0]),
                            Instant.parse(fields[2]),
                            UserId.parse(fields[3]),
                            Boolean.parseBoolean(fields[4])));
        } catch (InvalidValueException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<BucketRecord> foreign(String space, Headers headers) {
        if (SpaceNames.isEncoded(space)) {
            return Optional.empty();
        }
        UUID derived = UUID.nameUUIDFromBytes((id + "\0" + space).getBytes(StandardCharsets.UTF_8));
        try {
            return Optional.of(
                    new BucketRecord(new BucketId(derived), new BucketName(space), created(headers), NOBODY, true));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    private static Instant created(Headers headers) {
        try {
            return LocalDateTime.parse(headers.first(WireNames.SPACE_CREATED).orElse(""))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    @Override
    public CompletionStage<List<BucketRecord>> list() {
        return contents.store()
                .read(
                        RemoteCall.word("GET", "spaces"),
                        RemoteDocuments.MAX_SMALL,
                        (headers, in) -> RemoteDocuments.spaces(in))
                .thenCompose(spaces -> RemoteBatches.each(spaces, this::describe))
                .thenApply(found -> found.stream()
                        .flatMap(Optional::stream)
                        .sorted(Comparator.comparing(BucketRecord::name))
                        .toList());
    }

    /** Looks first: DuraStore itself would remove a space with all that is in it. */
    @Override
    public CompletionStage<Void> delete(BucketName name) {
        return look.apply(name).thenCompose(page -> {
            if (!page.objects().isEmpty()) {
                throw new ProviderException.Conflict("bucket " + name + " has objects in it");
            }
            return contents.store()
                    .confirm(RemoteCall.word("DELETE", SpaceNames.space(name)).patient())
                    .thenApply(gone -> null);
        });
    }
}
