package dev.souk.launcher.dev.control;

/** A request that the control server refuses, with the status and the words of its answer. */
final class ControlException extends RuntimeException {
    private final int status;
    private final String code;

    private ControlException(int status, String code, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
    }

    static ControlException invalid(String detail) {
        return new ControlException(400, "invalid_request", detail);
    }

    static ControlException unauthorized(String detail) {
        return new ControlException(401, "unauthorized", detail);
    }

    static ControlException forbidden(String detail) {
        return new ControlException(403, "forbidden", detail);
    }

    static ControlException notFound(String detail) {
        return new ControlException(404, "not_found", detail);
    }

    static ControlException conflict(String detail) {
        return new ControlException(409, "conflict", detail);
    }

    static ControlException tooLarge(String detail) {
        return new ControlException(413, "payload_too_large", detail);
    }

    static ControlException unavailable(String detail) {
        return new ControlException(503, "unavailable", detail);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
