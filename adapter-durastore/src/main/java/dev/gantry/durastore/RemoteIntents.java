package dev.gantry.durastore;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.ResumableWrites;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Percent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node is about to write or to remove, each a small content in the space concerned, which is there before
 * anything is done and goes when all is: after a crash exactly what was intended is taken up or swept
 * (docs/durastore.md, Driven: half-written objects).
 */
final class RemoteIntents implements ResumableWrites {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteIntents.class);

    private final RemoteContents contents;
    private final RemoteNames names;

    RemoteIntents(RemoteContents contents, RemoteNames names) {
        this.contents = contents;
        this.names = names;
    }

    /** An intent as it was found: {@code lines} are the object's name and the parts to be removed, percent-encoded. */
    private record Found(RemoteAddress at, ObjectId id, List<String> lines) {}

    private RemoteAddress address(ObjectKey key, ObjectId id) {
        return new RemoteAddress(SpaceNames.space(key.bucket()), names.intent(id));
    }

    /** Keeps an intent. NotFound if the space is missing. */
    CompletionStage<Void> declare(ObjectKey key, ObjectId id, List<String> parts) {
        List<String> lines = new ArrayList<>(List.of(key.name().value()));
        lines.addAll(parts);
        String text =
                String.join("\n", lines.stream().map(RemoteIntents::encoded).toList());
        Headers type =
                Headers.builder().add(WireNames.CONTENT_TYPE, WireNames.TEXT).build();
        return contents.put(address(key, id), type, text.getBytes(StandardCharsets.UTF_8))
                .thenApply(md5 -> null);
    }

    private static String encoded(String line) {
        return Percent.encodeQuery(line);
    }

    /** Nothing is intended any more. */
    CompletionStage<Void> settle(ObjectKey key, ObjectId id) {
        return contents.delete(address(key, id)).thenApply(gone -> null);
    }

    /** Leaves nothing of a half-written object, and no intent. */
    CompletionStage<Void> giveUp(ObjectKey key, ObjectId id) {
        return sweep(new Found(address(key, id), id, List.of(key.name().value())));
    }

    @Override
    public CompletionStage<Boolean> holds(ObjectId id) {
        return spaces().thenCompose(spaces ->
                        RemoteBatches.each(spaces, space -> contents.head(new RemoteAddress(space, names.intent(id)))))
                .thenApply(found -> found.stream().anyMatch(Optional::isPresent));
    }

    private CompletionStage<List<String>> spaces() {
        return contents.store()
                .read(
                        RemoteCall.word("GET", "spaces"),
                        RemoteDocuments.MAX_SMALL,
                        (headers, in) -> RemoteDocuments.spaces(in));
    }

    @Override
    public CompletionStage<Integer> sweep(Set<ObjectId> keep) {
        return spaces().thenCompose(spaces -> RemoteBatches.each(spaces, space -> sweep(space, keep)))
                .thenApply(counts -> counts.stream().mapToInt(Integer::intValue).sum());
    }

    private CompletionStage<Integer> sweep(String space, Set<ObjectId> keep) {
        return RemoteStore.ifThere(contents.listAll(space, names.intents())).thenCompose(ids -> {
            List<ObjectId> swept = new TreeSet<>(ids.orElse(List.of()))
                    .stream()
                            .flatMap(id -> id(id).stream())
                            .filter(id -> !keep.contains(id))
                            .distinct()
                            .toList();
            return RemoteBatches.each(swept, id -> sweepUnlessDamaged(space, id))
                    .thenApply(done -> done.size());
        });
    }

    /** Of an intent itself, or of what is staged under it. */
    private Optional<ObjectId> id(String content) {
        try {
            String rest = content.substring(names.intents().length());
            return Optional.of(ObjectId.parse(rest.replaceFirst("/.*$", "")));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    /** One whose manifest is damaged stays: nobody knows what it names. */
    private CompletionStage<Void> sweepUnlessDamaged(String space, ObjectId id) {
        return sweep(space, id).exceptionallyCompose(failure -> {
            if (RemoteFailure.unwrap(failure) instanceof ProviderException.Rejected damaged) {
                LOG.warn("what {} left behind in space {} stays there: {}", id, space, damaged.getMessage());
                return CompletableFuture.completedStage(null);
            }
            return CompletableFuture.failedStage(failure);
        });
    }

    private CompletionStage<Void> sweep(String space, ObjectId id) {
        RemoteAddress at = new RemoteAddress(space, names.intent(id));
        return contents.text(at)
                .thenCompose(text -> sweep(new Found(
                        at,
                        id,
                        text.map(t -> Arrays.stream(t.split("\n"))
                                        .map(Percent::decodeQuery)
                                        .toList())
                                .orElse(List.of()))));
    }

    /** Removes what no manifest names, then what was staged, then the intent. */
    private CompletionStage<Void> sweep(Found intent) {
        return orphans(intent)
                .thenCompose(contents::deleteAll)
                .thenCompose(gone -> contents.delete(intent.at().sibling(names.staged(intent.id()))))
                .thenCompose(gone -> contents.delete(intent.at()))
                .thenApply(gone -> null);
    }

    private CompletionStage<List<RemoteAddress>> orphans(Found intent) {
        if (intent.lines().isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        String name = intent.lines().get(0);
        String space = intent.at().space();
        return contents.listAll(space, RemoteNames.parts(name, intent.id()))
                .thenCombine(named(space, name), (written, used) -> {
                    Set<String> orphans = new TreeSet<>(written);
                    orphans.addAll(intent.lines().subList(1, intent.lines().size()));
                    orphans.removeAll(used);
                    return orphans.stream().map(intent.at()::sibling).toList();
                });
    }

    /** The parts that the object of that name is made of now. */
    private CompletionStage<List<String>> named(String space, String name) {
        RemoteAddress manifest = new RemoteAddress(space, name + RemoteNames.MANIFEST);
        return contents.document(
                        manifest,
                        PartsManifestXml.MAX_BYTES,
                        (headers, in) -> PartsManifestXml.read(in).parts())
                .thenApply(parts -> parts.orElse(List.of()).stream()
                        .map(PartsManifest.Part::id)
                        .toList());
    }
}
