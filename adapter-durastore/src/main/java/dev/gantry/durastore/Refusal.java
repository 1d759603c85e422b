package dev.gantry.durastore;

/** A refusal that only this protocol knows; the driving ports' refusals are {@code ApiException}s. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String message) {
        this(status, message, null);
    }

    Refusal(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    int status() {
        return status;
    }

    static Refusal notAllowed(String method, String where) {
        return new Refusal(405, method + " has no meaning for " + where);
    }

    static Refusal notOffered(String what) {
        return new Refusal(501, what + " is part of DuraStore, but is not offered here");
    }
}
