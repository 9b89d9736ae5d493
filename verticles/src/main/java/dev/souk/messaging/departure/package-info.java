/**
 * What a node leaves behind that died is taken over as soon as the cluster knows, and not when its leases and sessions end.
 *
 * <pre>
 *  cluster: a member is gone ──> {@link dev.souk.messaging.departure.Departures} ──> its leases are taken
 *                                                                                 ──> its members leave their groups
 *                                                                                 ──> what it was working on is due
 * </pre>
 *
 * <p>All of it is fenced by the name of an incarnation, which no other start of a node ever has: a node that was started
 * again under the same name loses nothing. One that still lives, and was only unreachable for the others, finds at its next
 * renewal or heartbeat that it holds nothing any more, as after a time-out.
 */
@NullMarked
package dev.souk.messaging.departure;

import org.jspecify.annotations.NullMarked;
