package dev.gantry.engine;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Medium;
import dev.gantry.domain.MediumState;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.Permission;
import dev.gantry.domain.Role;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Media;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.MediaLibrary;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Residency;
import dev.gantry.ports.spi.Staging.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Media as one user sees them. */
final class MediaService implements Media {

    private final EngineContext context;
    private final JobBoard board;
    private final User user;

    MediaService(EngineContext context, JobBoard board, User user) {
        this.context = context;
        this.board = board;
        this.user = user;
    }

    private List<Store> libraries() {
        return context.stores().all().stream()
                .filter(store -> store.provider().capability(MediaLibrary.class).isPresent())
                .toList();
    }

    private static <T> CompletionStage<T> ask(Store store, Function<MediaLibrary, CompletionStage<T>> call) {
        return store.repeat(
                () -> call.apply(store.provider().capability(MediaLibrary.class).orElseThrow()));
    }

    @Override
    public CompletionStage<List<MediumState>> list() {
        CompletionStage<List<MediumState>> all = CompletableFuture.completedStage(new ArrayList<>());
        for (Store store : libraries()) {
            all = all.thenCombine(ask(store, MediaLibrary::list), (found, more) -> {
                found.addAll(more);
                return found;
            });
        }
        return Failures.translated(all.thenApply(List::copyOf), Problem.NO_SUCH_OBJECT);
    }

    @Override
    public CompletionStage<MediumState> eject(Medium medium) {
        return move(medium, library -> library.eject(medium));
    }

    @Override
    public CompletionStage<MediumState> load(Medium medium) {
        return move(medium, library -> library.load(medium));
    }

    /** By the first store that knows it. */
    private CompletionStage<MediumState> move(
            Medium medium, Function<MediaLibrary, CompletionStage<MediumState>> call) {
        if (user.role() == Role.USER) {
            return Failures.failed(Problem.FORBIDDEN, "only an ADMIN moves media");
        }
        CompletionStage<MediumState> moved = Failures.failed(Problem.NO_SUCH_OBJECT, "no store has a medium " + medium);
        for (Store store : libraries()) {
            moved = moved.exceptionallyCompose(
                    unknown -> isUnknown(unknown) ? moved(store, call) : CompletableFuture.failedStage(unknown));
        }
        return Failures.translated(moved, Problem.NO_SUCH_OBJECT);
    }

    /** Jobs that wait for the medium, or will, learn it at once. */
    private CompletionStage<MediumState> moved(Store store, Function<MediaLibrary, CompletionStage<MediumState>> call) {
        return context.control().then(ask(store, call), state -> {
            board.mediaMoved(store);
            return CompletableFuture.completedStage(state);
        });
    }

    private static boolean isUnknown(Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        return cause instanceof ProviderException.NotFound || cause instanceof ApiException;
    }

    @Override
    public CompletionStage<List<Optional<Placement>>> locate(List<ObjectKey> keys) {
        if (keys.isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        if (keys.size() > MAX || keys.stream().map(ObjectKey::bucket).distinct().count() > 1) {
            return Failures.failed(Problem.INVALID, "ask about at most " + MAX + " objects, of one bucket");
        }
        return Failures.translated(
                context.stores()
                        .require(user, keys.get(0).bucket(), Permission.READ)
                        .thenCompose(located -> context.objects()
                                .find(located.store(), keys)
                                .thenCompose(found -> located.store()
                                        .staging()
                                        .map(staging -> locate(staging, found))
                                        .orElseGet(() -> CompletableFuture.completedStage(online(found))))),
                Problem.NO_SUCH_BUCKET);
    }

    private static List<Optional<Placement>> online(List<Optional<ObjectInfo>> found) {
        return found.stream()
                .map(object -> object.map(there -> new Placement(true, List.of())))
                .toList();
    }

    private static CompletionStage<List<Optional<Placement>>> locate(
            StoreStaging staging, List<Optional<ObjectInfo>> found) {
        List<Wanted> there = found.stream()
                .flatMap(Optional::stream)
                .map(object -> new Wanted(object.key(), object.token(), new ByteRange(0, object.length())))
                .toList();
        return staging.find(there).thenApply(residencies -> {
            List<Optional<Placement>> placements = new ArrayList<>();
            int next = 0;
            for (Optional<ObjectInfo> object : found) {
                Optional<Residency> residency = object.isPresent() ? residencies.get(next++) : Optional.empty();
                placements.add(residency.map(r -> new Placement(r.isOnline(), r.extents())));
            }
            return placements;
        });
    }
}
