package dev.souk.notification.webhook.http;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Looks up where a name leads. */
@FunctionalInterface
public interface Names {
    /**
     * @param name or an address, which is its own answer
     * @return one address or more; fails when there is none
     */
    Future<List<InetAddress>> lookUp(String name);
}
