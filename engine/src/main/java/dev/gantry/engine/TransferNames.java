package dev.gantry.engine;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Objects;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds which objects are meant by names and prefixes, with their lengths. */
final class TransferNames {

    private final Gateway gateway;
    private final TransferCalls calls;
    private final BucketName bucket;
    private final Map<ObjectName, Long> found = new TreeMap<>();

    TransferNames(Gateway gateway, TransferCalls calls, BucketName bucket) {
        this.gateway = gateway;
        this.calls = calls;
        this.bucket = bucket;
    }

    /** The lengths of the objects meant, by name; what is meant and not there is noted as failed. */
    Map<ObjectName, Long> find(Iterable<String> names, TransferBook book) throws IOException, InterruptedException {
        boolean all = true;
        for (String name : names) {
            all = false;
            add(name, book);
        }
        if (all) {
            addPrefix("");
        }
        return found;
    }

    private void add(String name, TransferBook book) throws IOException, InterruptedException {
        if (name.endsWith("/")) {
            int before = found.size();
            boolean known =
                    found.keySet().stream().anyMatch(other -> other.value().startsWith(name));
            addPrefix(name);
            if (found.size() == before && !known) {
                book.reject(name, "no object of the bucket begins with it");
            }
        } else {
            addObject(name, book);
        }
    }

    private void addPrefix(String prefix) throws IOException, InterruptedException {
        Optional<ListQuery> query = Optional.of(new ListQuery(prefix, "", Optional.empty(), ListQuery.MAX_PAGE));
        while (query.isPresent()) {
            ListQuery current = query.get();
            Objects.Page page =
                    calls.make(() -> TransferCalls.await(gateway.objects().list(bucket, current)));
            page.objects().forEach(object -> found.put(object.key().name(), object.length()));
            query = page.next().map(current::from);
        }
    }

    private void addObject(String name, TransferBook book) throws IOException, InterruptedException {
        try {
            ObjectKey key = new ObjectKey(bucket, new ObjectName(name));
            ObjectInfo object =
                    calls.make(() -> TransferCalls.await(gateway.objects().head(key)));
            found.put(key.name(), object.length());
        } catch (InvalidValueException e) {
            book.reject(name, e.getMessage());
        } catch (ApiException e) {
            if (e.problem() != Problem.NO_SUCH_OBJECT) {
                throw e;
            }
            book.reject(name, "the bucket has no such object; a prefix ends in a slash");
        }
    }
}
