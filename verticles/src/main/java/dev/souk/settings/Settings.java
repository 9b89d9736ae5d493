package dev.souk.settings;

import java.time.Duration;
import java.util.List;

/** Every setting of a node. What each means, and its default, stands in {@code conf/souk.yaml}. */
public record Settings(
        NodeSettings node,
        Http http,
        Limits limits,
        Management management,
        BusSettings bus,
        Cluster cluster,
        Sql sql,
        Kafka kafka,
        Redis redis,
        CacheSettings cache,
        Auth auth,
        Messaging messaging,
        Idempotency idempotency,
        Catalog catalog,
        Cart cart,
        Stock stock,
        Order order,
        Payment payment,
        Live live,
        Mail mail,
        Web web,
        Webhooks webhooks,
        Sandbox sandbox,
        Logs logs) {

    public static final String CATALOG = "catalog";
    public static final String CART = "cart";
    public static final String STOCK = "stock";
    public static final String ORDER = "order";
    public static final String PAYMENT = "payment";
    public static final String NOTIFICATION = "notification";
    /** Comes with what caches, and needs no node of its own; a name that configurations may have. */
    public static final String CACHE = "cache";

    public static final String EDGE = "edge";
    public static final String AUDIT = "audit";

    public record NodeSettings(
            String name,

            @OneOf({CATALOG, CART, STOCK, ORDER, PAYMENT, NOTIFICATION, CACHE, EDGE, AUDIT})
            List<String> roles,

            @Range(min = 0, max = 256) int eventLoops) {
        public boolean has(String role) {
            return roles.isEmpty() || roles.contains(role);
        }
    }

    public record Http(
            String host,
            @Range(min = 0, max = 65535) int port,
            @Range(min = 1024, max = 1L << 30) int bodyLimit,
            @Range(min = 1 << 20, max = Integer.MAX_VALUE) int bodyMemory,
            @Range(min = 1, max = 1_000_000) int maxConnections,
            @Range(min = 1, max = 1_000_000) int maxConnectionsPerClient,
            List<String> trustedProxies,
            @Range(min = 100, max = 600_000) Duration headTimeout,
            @Range(min = 100, max = 600_000) Duration bodyTimeout,
            @Range(min = 1, max = 1 << 30) int bodyRate,
            @Range(min = 1_000, max = 3_600_000) Duration idleTimeout,
            boolean h2c,
            boolean compression,
            List<String> corsOrigins,
            @Range(min = 0, max = 600_000) Duration drain) {}

    public record Limits(
            Bucket reads,
            Bucket writes,
            Bucket anonymousCarts,
            Bucket tokens,
            Bucket webhooks,
            @Range(min = 1, max = 10_000_000) int buckets,
            @Range(min = 1, max = 1_000) Duration patience) {}

    public record Bucket(
            @Range(min = 1, max = 1_000_000) int perSecond,
            @Range(min = 1, max = 10_000_000) int burst) {}

    public record Management(
            String host, @Range(min = 0, max = 65535) int port) {}

    public record BusSettings(
            @Range(min = 100, max = 60_000) Duration deadline) {}

    public record Cluster(
            boolean enabled,
            String host,
            @Range(min = 1, max = 65535) int port,
            List<String> members,
            @Range(min = 2_000, max = 300_000) Duration noHeartbeat) {}

    public record Sql(
            String host,
            @Range(min = 1, max = 65535) int port,
            String database,
            String user,
            Secret password,

            @OneOf({"disable", "prefer", "require", "verify-ca", "verify-full"})
            String sslMode,

            String caFile,
            @Range(min = 2, max = 1000) int poolSize,
            @Range(min = 1, max = 100) int laneShare,
            @Range(min = 1, max = 1_000_000) int waitQueue,
            @Range(min = 100, max = 600_000) Duration statementTimeout,
            @Range(min = 0, max = 600_000) Duration retryFor) {}

    public record Kafka(
            String bootstrapServers,
            String clientProperties,
            @Range(min = 1, max = 1000) int partitions,
            @Range(min = 1, max = 9) int replication,
            @Range(min = 1, max = 9) int minInsyncReplicas,
            @Range(min = 60_000, max = Long.MAX_VALUE) Duration retention,
            @Range(min = 1, max = 100_000) int maxPollRecords) {}

    public record Redis(
            List<String> nodes,
            String prefix,
            @Range(min = 1, max = 60_000) Duration commandTimeout) {}

    public record CacheSettings(
            @Range(min = 0, max = 86_400_000) Duration keep,
            @Range(min = 1, max = 60_000) Duration patience,
            boolean memory,
            @Range(min = 1, max = 1_000_000) int hotRate,
            @Range(min = 0, max = 1_000) int hotKeys) {}

    public record Auth(String issuer, String audience, String jwks, boolean dev, String devKey) {}

    public record Messaging(
            @Range(min = 1, max = 1024) int shards,
            @Range(min = 1_000, max = 300_000) Duration lease,
            @Range(min = 100, max = 600_000) Duration relayAfter,
            @Range(min = 100, max = 10_000_000) int publishQueue,
            @Range(min = 1, max = 100) int attempts,
            @Range(min = 100, max = 3_600_000) Duration sweepEvery) {}

    public record Idempotency(
            @Range(min = 86_400_000, max = 31_536_000_000L) Duration retention) {}

    public record Catalog(
            @Range(min = 0, max = 600_000) Duration cacheTtl,
            @Range(min = 50, max = 5_000) Duration feedEvery,
            @Range(min = 0, max = 100_000_000) int cacheSize,
            @Range(min = 0, max = 1L << 30) int readyBytes) {}

    public record Cart(
            @Range(min = 1_000, max = Long.MAX_VALUE) Duration expiry,
            @Range(min = 50, max = 86_400_000) Duration sweepEvery) {}

    public record Stock(
            @Range(min = 1_000, max = 86_400_000) Duration holdCheckAfter) {}

    public record Order(
            @Range(min = 1_000, max = 86_400_000) Duration deadline,
            @Range(min = 1, max = 100_000) int batchLines,
            @Range(min = 0, max = 1_000) Duration batchLinger,
            @Range(min = 1, max = 10_000_000) int batchQueue,
            @Range(min = 1, max = 64) int batchesInFlight,
            @Range(min = 1, max = 1000) int maxLines,
            @Range(min = 1, max = 1_000_000) int maxQuantity,
            @Range(min = 0, max = 1_000_000) int maxOpenPerCustomer,
            @Range(min = 0, max = Integer.MAX_VALUE) int maxHeldUnitsPerCustomer,
            @Range(min = 1, max = 100) int backlogShare,
            @Range(min = 0, max = 1_000_000_000) int backlogFree,
            @Range(min = 50, max = 600_000) Duration sweepEvery) {}

    public record Payment(
            @OneOf({SANDBOX, LIVE}) String provider,
            String providerUrl,
            Secret webhookSecret,
            @Range(min = 50, max = 120_000) Duration providerTimeout,
            @Range(min = 1, max = 10_000) int concurrency,
            @Range(min = 1_000, max = 600_000) Duration lease,
            @Range(min = 50, max = 600_000) Duration sweepEvery,
            @Range(min = 1_000, max = 86_400_000) Duration captureAlarm,
            @Range(min = 50, max = 86_400_000) Duration reconcileEvery) {
        public static final String SANDBOX = "sandbox";
        public static final String LIVE = "live";
    }

    public record Live(
            @Range(min = 1, max = 1_000_000) int maxSockets,
            @Range(min = 1, max = 1_000_000) int perPrincipal,
            @Range(min = 1, max = 1_000_000) int perAddress,
            @Range(min = 1_024, max = 1 << 24) int queueBytes,
            @Range(min = 50, max = 60_000) Duration heartbeat,
            @Range(min = 50, max = 600_000) Duration pollEvery,
            List<String> origins,
            @Range(min = 1, max = 10_000) int registrations,
            @Range(min = 1, max = 10_000_000) int maxRegistrations,
            @Range(min = 1_024, max = 1 << 20) int frameBytes,
            @Range(min = 100, max = 86_400_000) Duration registerWithin) {}

    public record Mail(
            String host,
            @Range(min = 1, max = 65535) int port,
            @OneOf({NONE, STARTTLS, TLS}) String security,
            String user,
            Secret password,
            String from,
            @OneOf({"en", "de"}) String locale,
            @Range(min = 1, max = 1000) int connections,
            @Range(min = 100, max = 600_000) Duration connectTimeout,
            @Range(min = 100, max = 1_800_000) Duration answerTimeout,
            @Range(min = 1_000, max = 3_600_000) Duration lease,
            @Range(min = 50, max = 600_000) Duration sweepEvery,
            @Range(min = 50, max = 3_600_000) Duration retryAfter,
            @Range(min = 1_000, max = 2_592_000_000L) Duration giveUpAfter,
            @Range(min = 60_000, max = 31_536_000_000L) Duration keep) {
        public static final String NONE = "none";
        public static final String STARTTLS = "starttls";
        public static final String TLS = "tls";

        /** Whether letters are written at all. */
        public boolean enabled() {
            return !host.isEmpty();
        }
    }

    public record Web(boolean enabled, String oidcClientId) {}

    public record Webhooks(
            boolean allowPrivate,
            @Range(min = 1, max = 1_000) int maxEndpoints,
            @Range(min = 1, max = 100) int perEndpoint,
            @Range(min = 100, max = 60_000) Duration timeout,
            @Range(min = 3_600_000, max = 31_536_000_000L) Duration disableAfter,
            @Range(min = 86_400_000, max = 31_536_000_000L) Duration keep,
            @Range(min = 50, max = 60_000) Duration sweepEvery) {}

    public record Sandbox(
            boolean enabled,
            String host,
            @Range(min = 0, max = 65535) int port,
            String database,
            String webhookUrl) {}

    public record Logs(
            @OneOf({"console", "json"}) String format,

            @OneOf({"TRACE", "DEBUG", "INFO", "WARN", "ERROR"})
            String level) {}
}
