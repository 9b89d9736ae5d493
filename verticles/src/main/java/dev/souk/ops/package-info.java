/**
 * The running system, for operators: nodes, the way of the orders, Kafka, the Redis ring, dead letters.
 *
 * <pre>
 *  meters of a node ──(1 s)──> NodeReport ──hint──> Nodes of every node ──> cluster, pipeline
 *  GET /v1/ops/... ──ask──> one look a second at Kafka and Redis, however many ask; away: the answer says so
 * </pre>
 */
@NullMarked
package dev.souk.ops;

import org.jspecify.annotations.NullMarked;
