/**
 * A small world on loopback: real servers, a shop of several processes, and between them links that can be broken.
 *
 * <pre>
 *   buyers ──link──> souk-1..N ──link──> PostgreSQL
 *                        │  ├────link──> Kafka 1..3
 *                        │  ├─────────> Redis 1..6
 *                        │  └────link──> provider ──link──> souk-1..N (webhooks)
 * </pre>
 *
 * <p>{@link dev.souk.prove.world.World} is the way in.
 */
@NullMarked
package dev.souk.prove.world;

import org.jspecify.annotations.NullMarked;
