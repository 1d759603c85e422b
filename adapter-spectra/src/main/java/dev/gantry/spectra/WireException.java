package dev.gantry.spectra;

/** A refusal that only this protocol knows; the driving ports' refusals are {@code ApiException}s. */
final class WireException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    WireException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    static WireException denied(String message) {
        return new WireException(403, "AccessDenied", message);
    }

    static WireException notImplemented(String what) {
        return new WireException(501, "NotImplemented", what + " is part of Spectra S3, but is not offered here");
    }

    static WireException notFound(String what) {
        return new WireException(404, "NotFound", what);
    }

    static WireException notAllowed(String method, String where) {
        return new WireException(405, "MethodNotAllowed", method + " has no meaning for " + where);
    }
}
