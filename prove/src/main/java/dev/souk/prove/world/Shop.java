package dev.souk.prove.world;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.prove.check.facts.ShopFacts;
import java.util.List;
import java.util.Optional;

/** A shop of several processes on the servers of a world, before it has anything to sell. */
interface Shop {
    /** Makes schema and processes; returns when every one of them serves. */
    void start(EmbeddedStack stack);

    /** Those that serve buyers, by number from 1 on. */
    List<ServerProcess> nodes();

    /** The payment provider, where it is a process. */
    Optional<ServerProcess> provider();

    /** The data that the checker reads, directly and not through a link. */
    ShopFacts facts(EmbeddedStack stack);
}
