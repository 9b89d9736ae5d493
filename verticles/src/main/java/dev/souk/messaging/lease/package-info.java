/** Leases: each piece of periodic work belongs to one node at a time. */
@NullMarked
package dev.souk.messaging.lease;

import org.jspecify.annotations.NullMarked;
