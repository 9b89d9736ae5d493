package dev.souk.edge.http;

import dev.souk.bus.BusyException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The condition that a resource must meet before it is written: {@code If-Match} or {@code If-None-Match: *} of RFC
 * 9110.
 *
 * @param versions of which it must have one; 0: it does not exist; empty: no version is named
 * @param anyVersion it must exist, in any version
 */
public record Precondition(List<Long> versions, boolean anyVersion) {
    private static final Precondition NONE = new Precondition(List.of(), false);
    private static final Precondition NEW = new Precondition(List.of(0L), false);
    private static final Precondition EXISTS = new Precondition(List.of(), true);
    private static final String ANY = "*";
    /** A resource that is written this often while one write looks for its version is written too often. */
    private static final int TRIES = 5;

    public Precondition {
        versions = List.copyOf(versions);
    }

    /** @throws ProblemException when the headers make no sense, or name only tags that no version can have */
    public static Precondition of(Call call) {
        String match = call.list(HttpHeaders.IF_MATCH);
        String noneMatch = call.list(HttpHeaders.IF_NONE_MATCH);
        if (noneMatch != null && (match != null || !noneMatch.equals(ANY))) {
            throw Problem.invalid("If-None-Match", "must be * and alone when something is written")
                    .asException();
        }
        if (noneMatch != null) {
            return NEW;
        }
        if (match == null) {
            return NONE;
        }
        return match.equals(ANY) ? EXISTS : oneOf(match);
    }

    /**
     * For a resource that exists, or is not found anyway.
     *
     * @throws ProblemException as {@link #of}
     */
    public static Precondition ofWhatExists(Call call) {
        String match = call.list(HttpHeaders.IF_MATCH);
        return match == null || match.equals(ANY) ? NONE : oneOf(match);
    }

    private static Precondition oneOf(String tags) {
        List<Long> versions = EntityTags.versions(tags);
        if (versions.isEmpty()) {
            throw Problem.of(ProblemCode.VERSION_MISMATCH).asException();
        }
        return new Precondition(versions, false);
    }

    /**
     * Writes under this condition. For one of several versions there is no such question to a feature: the refusal of
     * one version tells which one it is, and that one is asked for if it is good too.
     *
     * @param write given the version that the resource must have
     * @param otherVersion which one the resource has, of an outcome that refuses the write for it; 0: it does not exist
     */
    public <R> Future<R> hold(Function<@Nullable Long, Future<R>> write, Function<R, @Nullable Long> otherVersion) {
        return anyVersion || !versions.isEmpty()
                ? guess(write, otherVersion, anyVersion ? 1 : versions.getFirst(), TRIES)
                : write.apply(null);
    }

    private <R> Future<R> guess(
            Function<@Nullable Long, Future<R>> write,
            Function<R, @Nullable Long> otherVersion,
            long guess,
            int tries) {
        return write.apply(guess).compose(outcome -> {
            Long actual = otherVersion.apply(outcome);
            if (actual == null || actual == 0 || !(anyVersion || versions.contains(actual))) {
                return Future.succeededFuture(outcome);
            }
            return tries == 1
                    ? Future.failedFuture(new BusyException("it changes all the time"))
                    : guess(write, otherVersion, actual, tries - 1);
        });
    }

    /** @param version that it has; 0: it does not exist */
    public static Problem failed(long version) {
        Problem problem = Problem.of(ProblemCode.VERSION_MISMATCH);
        return version == 0 ? problem : problem.withHeader("ETag", EntityTags.of(version));
    }
}
