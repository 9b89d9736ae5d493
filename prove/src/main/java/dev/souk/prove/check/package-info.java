/**
 * Whether the promise was kept, found out from the outside: from the history of the buyers, the tables, the topics and
 * the provider's ledger, by SQL that shares nothing with the shop's code.
 *
 * <pre>
 *   history ─┐
 *   tables  ─┼─> facts (streamed into a scratch database) ──> one SQL statement per promise ──> verdicts
 *   topics  ─┤
 *   ledger  ─┘
 * </pre>
 *
 * <p>{@link dev.souk.prove.check.Checker} is the way in.
 */
@NullMarked
package dev.souk.prove.check;

import org.jspecify.annotations.NullMarked;
