package dev.souk.messaging.departure;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the members of a dead node out of their consumer groups, so that its partitions are shared out at once. They are known
 * by their {@code group.instance.id}, which begins with the incarnation of their node. A member that still lives is told at
 * its next heartbeat, gives up its partitions and joins anew; what it decided meanwhile has its effect once, as always.
 *
 * <p>Where Kafka does not answer, the session's time-out does the same, later.
 */
public final class GroupEviction {
    private static final Logger log = LoggerFactory.getLogger(GroupEviction.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST = 120;

    private final Vertx vertx;
    private final Map<String, Object> config;

    /** @param config of an admin client */
    public GroupEviction(Vertx vertx, Map<String, Object> config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** @return the id of a consumer of this incarnation, which no other one has */
    public static String instanceOf(String incarnation, String consumer) {
        return prefix(incarnation) + consumer;
    }

    /** Kafka takes letters, digits, {@code . _ -}, and 249 of them. What makes an incarnation unique stands at its end. */
    private static String prefix(String incarnation) {
        String end = incarnation.substring(Math.max(0, incarnation.length() - LONGEST));
        return end.replaceAll("[^A-Za-z0-9._-]", "-") + ".";
    }

    /**
     * @param groups that this node is a member of
     * @return how many members were taken out; 0 where that failed
     */
    public Future<Integer> evict(String incarnation, Collection<String> groups) {
        List<String> asked = List.copyOf(groups);
        return asked.isEmpty()
                ? Future.succeededFuture(0)
                : vertx.executeBlocking(() -> evictNow(incarnation, asked), false)
                        .onFailure(failure -> log.atWarn()
                                .addKeyValue("node", incarnation)
                                .log(
                                        "its consumers stay in their groups until their sessions end: {}",
                                        failure.toString()))
                        .otherwise(0);
    }

    private int evictNow(String incarnation, List<String> groups)
            throws InterruptedException, ExecutionException, TimeoutException {
        int evicted = 0;
        try (Admin admin = Admin.create(config)) {
            Map<String, ConsumerGroupDescription> described =
                    admin.describeConsumerGroups(groups).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            for (ConsumerGroupDescription group : described.values()) {
                List<MemberToRemove> dead = group.members().stream()
                        .map(MemberDescription::groupInstanceId)
                        .flatMap(Optional::stream)
                        .filter(instance -> instance.startsWith(prefix(incarnation)))
                        .map(MemberToRemove::new)
                        .toList();
                if (!dead.isEmpty()) {
                    evicted += remove(admin, group.groupId(), dead);
                }
            }
        }
        return evicted;
    }

    private static int remove(Admin admin, String group, List<MemberToRemove> dead)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions(dead))
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return dead.size();
        } catch (ExecutionException failure) {
            if (isGone(failure)) {
                return 0;
            }
            throw failure;
        }
    }

    /** Another node was faster. */
    private static boolean isGone(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownMemberIdException) {
                return true;
            }
        }
        return false;
    }
}
