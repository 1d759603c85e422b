package dev.gantry.glacier;

import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Staging.Answer;
import dev.gantry.ports.spi.Staging.Wanted;
import dev.gantry.s3.S3Object;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What S3 said of some objects. */
final class Looks {

    private final Map<ObjectKey, S3Object> objects = new LinkedHashMap<>();

    Looks(List<Optional<S3Object>> found) {
        found.forEach(one -> one.ifPresent(object -> objects.put(object.stored().key(), object)));
    }

    /** The object, if it is in that state. */
    Optional<S3Object> find(Wanted wanted) {
        return Optional.ofNullable(objects.get(wanted.key()))
                .filter(object -> object.stored().token().equals(wanted.token()));
    }

    /** What is decided about each that is there, in the order of the list. */
    Map<ObjectKey, Decision> decide(List<Wanted> wanted, Function<S3Object, Decision> how) {
        Map<ObjectKey, Decision> decisions = new LinkedHashMap<>();
        wanted.forEach(one ->
                find(one).ifPresent(object -> decisions.computeIfAbsent(one.key(), k -> how.apply(object))));
        return decisions;
    }

    /** One answer for each of the list. */
    List<Answer> answers(List<Wanted> wanted, Map<ObjectKey, Answer> answers) {
        return wanted.stream()
                .map(one -> find(one).isPresent() ? answers.get(one.key()) : missing(one.key()))
                .toList();
    }

    static Answer missing(ObjectKey key) {
        return new Answer.Failed(new ProviderException.NotFound(
                "the object " + key + " is not there, or was replaced since it was looked at"));
    }
}
