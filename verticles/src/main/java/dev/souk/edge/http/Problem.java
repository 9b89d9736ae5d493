package dev.souk.edge.http;

import dev.souk.edge.contract.FieldError;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a call was not answered as asked for: a problem document of RFC 9457.
 *
 * @param detail of this occurrence, for people; never holds facts that only the log may know
 * @param errors of the request, part by part
 * @param members further members of the document, such as {@code total}
 * @param headers of the response, such as {@code Allow}
 */
public record Problem(
        ProblemCode code,
        @Nullable String detail,
        List<FieldError> errors,
        Map<String, Object> members,
        Map<String, String> headers)
        implements Answer {
    private static final int EXPLAINED_PARTS = 3;

    public static Problem of(ProblemCode code) {
        return new Problem(code, null, List.of(), Map.of(), Map.of());
    }

    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, List.of(), Map.of(), Map.of());
    }

    /** The request breaks the contract here and there. */
    public static Problem invalid(List<FieldError> errors) {
        return of(ProblemCode.INVALID_REQUEST).withErrors(errors);
    }

    public static Problem invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    public Problem withErrors(List<FieldError> parts) {
        return new Problem(code, detail, List.copyOf(parts), members, headers);
    }

    public Problem withMember(String name, Object value) {
        return new Problem(code, detail, errors, Map.of(name, value), headers);
    }

    public Problem withHeader(String name, String value) {
        return new Problem(code, detail, errors, members, Map.of(name, value));
    }

    /** The detail, else the errors of the parts, else the meaning of the code: the text is never missing. */
    public String explained() {
        if (detail != null) {
            return detail;
        }
        return errors.isEmpty()
                ? code.title()
                : errors.stream()
                        .limit(EXPLAINED_PARTS)
                        .map(error -> error.field() + " " + error.message())
                        .collect(Collectors.joining("; "));
    }

    public ProblemException asException() {
        return new ProblemException(this);
    }
}
