package dev.gantry.domain;

/** A value from outside that cannot be: the message says which value and what is allowed, fit to show to a person. */
public final class InvalidValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public InvalidValueException(String message) {
        super(message);
    }

    public InvalidValueException(String message, Throwable cause) {
        super(message, cause);
    }
}
