package dev.souk.edge.http;

import io.vertx.core.Future;

/** Answers the calls of one operation of the contract: parse, ask, write. */
@FunctionalInterface
public interface CallHandler {
    /**
     * @return the answer; fails with a fault of the node, of the bus or of the feature that was asked
     * @throws ProblemException when the request asks for something impossible
     */
    Future<Answer> answer(Call call);
}
