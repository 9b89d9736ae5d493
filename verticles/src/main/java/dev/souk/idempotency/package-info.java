/**
 * Claims on idempotency keys, written in the transaction of the effect they guard.
 */
@NullMarked
package dev.souk.idempotency;

import org.jspecify.annotations.NullMarked;
