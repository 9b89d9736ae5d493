package dev.souk.edge;

import io.vertx.core.Future;

/** Serves the contract as it was written. */
final class ContractRoute {
    private final Contract contract;

    ContractRoute(Contract contract) {
        this.contract = contract;
    }

    Future<Answer> get(Call call) {
        return Future.succeededFuture(Reply.of(200, contract.text()).withType("application/yaml"));
    }
}
