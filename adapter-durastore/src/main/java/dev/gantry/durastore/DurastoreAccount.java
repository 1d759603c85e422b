package dev.gantry.durastore;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.transport.Origin;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * How a store reaches its DuraStore (docs/durastore.md, Driven).
 *
 * @param origin where it listens
 * @param context the path that its API is below, without a slash at its end
 * @param storeId its name for the storage provider account; the primary one if empty
 * @param dialect how its tasks are spoken to; found out if empty
 * @param maxContent the largest content it takes, in bytes; a larger object is kept in parts
 * @param writer tells this node from others that write to the same account
 */
public record DurastoreAccount(
        Origin origin,
        String context,
        String user,
        String password,
        Optional<String> storeId,
        Optional<TaskDialect> dialect,
        long maxContent,
        String writer) {

    /** One decimal gigabyte, as DuraCloud's own tools cut. */
    public static final long DEFAULT_MAX_CONTENT = 1_000_000_000;

    private static final String WRITER = "[a-z0-9-]{1,32}";

    public DurastoreAccount {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(storeId, "storeId");
        Objects.requireNonNull(dialect, "dialect");
        if (maxContent < 1) {
            throw new InvalidValueException("max-content must be at least 1 byte, not " + maxContent);
        }
        if (!writer.matches(WRITER)) {
            throw new InvalidValueException("a writer is named by 1 to 32 of a-z 0-9 -, not " + writer);
        }
    }

    /** With the default limits. A URL without a path means DuraStore's own, {@code /durastore}. */
    public static DurastoreAccount of(URI url, String user, String password, Optional<String> storeId) {
        return new DurastoreAccount(
                origin(url), context(url), user, password, storeId, Optional.empty(), DEFAULT_MAX_CONTENT, "node");
    }

    public DurastoreAccount withMaxContent(long bytes) {
        return new DurastoreAccount(origin, context, user, password, storeId, dialect, bytes, writer);
    }

    public DurastoreAccount withDialect(Optional<TaskDialect> spoken) {
        return new DurastoreAccount(origin, context, user, password, storeId, spoken, maxContent, writer);
    }

    public DurastoreAccount withWriter(String name) {
        return new DurastoreAccount(origin, context, user, password, storeId, dialect, maxContent, name);
    }

    private static Origin origin(URI url) {
        if (url.getRawQuery() != null || url.getRawFragment() != null || url.getRawAuthority() == null) {
            throw new InvalidValueException("a DuraStore is http://HOST:PORT/durastore or with https, not " + url);
        }
        return Origin.of(URI.create(url.getScheme() + "://" + url.getRawAuthority()));
    }

    private static String context(URI url) {
        String path = Optional.ofNullable(url.getRawPath()).orElse("").replaceFirst("/+$", "");
        return path.isEmpty() ? DurastoreSettings.CONTEXT : path;
    }

    /** Where it is, without the password. */
    @Override
    public String toString() {
        return origin + context;
    }
}
