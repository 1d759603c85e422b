package dev.gantry.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Header fields in their order; names are compared without regard to case and go out as they were given. Immutable. */
public final class Headers {

    private static final Headers NONE = new Headers(List.of());

    /** One field. */
    public record Field(String name, String value) {}

    private final List<Field> fields;

    private Headers(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    public static Headers none() {
        return NONE;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The value of the first field of that name. */
    public Optional<String> first(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** The values of all fields of that name, in order. */
    public List<String> all(String name) {
        return fields.stream()
                .filter(f -> f.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** Every field whose lower-cased name begins with {@code prefix}, in order. */
    public List<Field> startingWith(String prefix) {
        List<Field> found = new ArrayList<>();
        for (Field field : fields) {
            if (field.name().regionMatches(true, 0, prefix, 0, prefix.length())) {
                found.add(field);
            }
        }
        return found;
    }

    public void forEach(BiConsumer<String, String> action) {
        fields.forEach(f -> action.accept(f.name(), f.value()));
    }

    /** Collects fields. Not thread-safe. */
    public static final class Builder {

        private final List<Field> fields = new ArrayList<>();

        private Builder() {}

        public Builder add(String name, String value) {
            fields.add(new Field(name, value));
            return this;
        }

        public Headers build() {
            return new Headers(fields);
        }
    }
}
