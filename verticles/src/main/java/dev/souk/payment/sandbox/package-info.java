/**
 * A payment provider for development and tests, with its own port and its own durable ledger in a database of its own.
 * It refuses what a real one refuses, and each of its card tokens makes it behave in a way in which real ones do.
 */
@NullMarked
package dev.souk.payment.sandbox;

import org.jspecify.annotations.NullMarked;
