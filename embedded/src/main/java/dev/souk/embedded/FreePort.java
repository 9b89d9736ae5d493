package dev.souk.embedded;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loopback ports for the servers of a test that has to know a port before its server listens. A port comes from a range
 * that neither the kernel gives to outgoing connections nor a {@link EmbeddedStack} takes, and no port comes twice from
 * one JVM: two servers of one Vert.x that are told the same port share it without a word, and each gets some of the
 * other's connections.
 */
public final class FreePort {
    private static final int FIRST = 18_100;
    private static final int COUNT = 1_900;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    /** @return a port on which nothing listens at the moment, 18,100 to 19,999 */
    public static int next() {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = FIRST + NEXT.getAndIncrement() % COUNT;
            if (Ports.isFree(port)) {
                return port;
            }
        }
        throw new StackException("None of the ports " + FIRST + " to " + (FIRST + COUNT - 1) + " is free");
    }
}
