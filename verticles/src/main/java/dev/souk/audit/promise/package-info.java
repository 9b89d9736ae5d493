/**
 * The promise, held against the database again and again while an operator looks: sums that one statement reads,
 * instead of the checks of every row that {@code souk audit} makes.
 *
 * <pre>
 *  GET /v1/ops/ledger ──ask──> what was read last, if it is new enough
 *                                └ else ONE read for all who ask; the longer it took, the later the next
 * </pre>
 */
@NullMarked
package dev.souk.audit.promise;

import org.jspecify.annotations.NullMarked;
