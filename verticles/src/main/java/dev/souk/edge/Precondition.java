package dev.souk.edge;

import dev.souk.bus.BusyException;
import dev.souk.catalog.message.CatalogEndpoints.VersionMismatch;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of a resource before it is written: {@code If-Match} and {@code If-None-Match: *} of RFC 9110.
 *
 * @param version it must have; 0: it must not exist; absent: whatever it is
 * @param anyVersion it must exist, in whatever version
 */
record Precondition(@Nullable Long version, boolean anyVersion) {
    private static final Precondition NONE = new Precondition(null, false);
    private static final Precondition NEW = new Precondition(0L, false);
    private static final Precondition EXISTS = new Precondition(null, true);
    private static final String ANY = "*";
    /** A resource that is written this often while one write looks for its version is written too often. */
    private static final int TRIES = 5;

    /** @throws ProblemException when the headers make no sense, or name what no version's tag can be */
    static Precondition of(Call call) {
        String match = call.header(HttpHeaders.IF_MATCH);
        String noneMatch = call.header(HttpHeaders.IF_NONE_MATCH);
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
        return match.equals(ANY) ? EXISTS : new Precondition(exactly(match), false);
    }

    /**
     * For what exists, or is not found anyway.
     *
     * @return the version that it must have; absent: whatever it is
     * @throws ProblemException as {@link #of}
     */
    static @Nullable Long version(Call call) {
        String match = call.header(HttpHeaders.IF_MATCH);
        return match == null || match.equals(ANY) ? null : exactly(match);
    }

    private static long exactly(String match) {
        if (match.indexOf(',') >= 0) {
            throw Problem.invalid("If-Match", "must be one entity tag or *").asException();
        }
        long version = EntityTags.version(match);
        if (version < 0) {
            throw Problem.of(ProblemCode.VERSION_MISMATCH).asException();
        }
        return version;
    }

    /**
     * Writes under this condition. For any version there is no such question to a feature: the refusal of one version
     * tells which one it is, and that one is asked for.
     *
     * @param write given the version that the resource must have
     */
    <R> Future<R> hold(Function<@Nullable Long, Future<R>> write) {
        return anyVersion ? guess(write, 1, TRIES) : write.apply(version);
    }

    private static <R> Future<R> guess(Function<@Nullable Long, Future<R>> write, long guess, int tries) {
        return write.apply(guess).compose(outcome -> {
            if (!(outcome instanceof VersionMismatch(long actual)) || actual == 0) {
                return Future.succeededFuture(outcome);
            }
            return tries == 1
                    ? Future.failedFuture(new BusyException("it changes all the time"))
                    : guess(write, actual, tries - 1);
        });
    }

    /** @param version that it has; 0: it does not exist */
    static Problem failed(long version) {
        Problem problem = Problem.of(ProblemCode.VERSION_MISMATCH);
        return version == 0 ? problem : problem.withHeader("ETag", EntityTags.of(version));
    }
}
