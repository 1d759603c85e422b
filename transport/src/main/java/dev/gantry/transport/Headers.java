package dev.gantry.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Header fields in their order; names are compared without regard to case and go out as they were given. Immutable. */
public final class Headers {

    private static final int FIELD_OVERHEAD = 4; // colon, space and line end

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
        for (int i = 0; i < fields.size(); i++) { // no iterator: every request asks for many
            if (fields.get(i).name().equalsIgnoreCase(name)) {
                return Optional.of(fields.get(i).value());
            }
        }
        return Optional.empty();
    }

    /** How many fields have that name. */
    int count(String name) {
        int count = 0;
        for (int i = 0; i < fields.size(); i++) {
            count += fields.get(i).name().equalsIgnoreCase(name) ? 1 : 0;
        }
        return count;
    }

    /** How long all fields are on the wire. */
    long bytes() {
        long bytes = 0;
        for (Field field : fields) {
            bytes += (long) field.name().length() + field.value().length() + FIELD_OVERHEAD;
        }
        return bytes;
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

    /** These fields and one more behind them. */
    public Headers with(String name, String value) {
        Field[] more = fields.toArray(new Field[fields.size() + 1]);
        more[fields.size()] = new Field(name, value);
        return new Headers(List.of(more));
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
