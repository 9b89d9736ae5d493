package dev.souk.edge.management;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Something that a node needs in order to serve.
 *
 * @param name as it stands in the answer: {@code database}
 * @param probe succeeds when it is there; fails, with a reason for people, when it is not
 */
public record ReadinessCheck(String name, Supplier<? extends Future<?>> probe) {}
