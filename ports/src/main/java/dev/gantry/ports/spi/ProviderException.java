package dev.gantry.ports.spi;

import java.time.Duration;
import java.util.Optional;

/** Why a store did not do something, sorted by what can be done about it. Adapters classify; the engine acts. */
public abstract sealed class ProviderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ProviderException(String message, Throwable cause) {
        super(message, cause);
    }

    /** It is not there: bucket, object, or the state of the object that was asked for. */
    public static final class NotFound extends ProviderException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(message, null);
        }
    }

    /** It clashes with what is there; a person or a restore must act before it can work. */
    public static final class Conflict extends ProviderException {
        private static final long serialVersionUID = 1L;

        public Conflict(String message) {
            super(message, null);
        }
    }

    /** It will never work as asked: refused, forbidden, out of the store's limits, or the store is damaged. */
    public static final class Rejected extends ProviderException {
        private static final long serialVersionUID = 1L;

        public Rejected(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The store has no room; what it holds is untouched. It may work once somebody makes room. */
    public static final class Full extends ProviderException {
        private static final long serialVersionUID = 1L;

        public Full(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The store may not be written to; what it holds is untouched. It works once somebody lets Gantry write to it. */
    public static final class ReadOnly extends ProviderException {
        private static final long serialVersionUID = 1L;

        public ReadOnly(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The store asks for less; try again later. */
    public static final class Throttled extends ProviderException {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        public Throttled(String message, Duration retryAfter) {
            super(message, null);
            this.retryAfter = retryAfter;
        }

        /** How long the store wants to be left alone, if it said so. */
        public Optional<Duration> retryAfter() {
            return Optional.of(retryAfter).filter(d -> !d.isZero());
        }
    }

    /** The store did not answer or failed for the moment; the same call may work. */
    public static final class Unavailable extends ProviderException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
