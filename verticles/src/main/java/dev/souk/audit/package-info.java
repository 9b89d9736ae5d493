/**
 * The invariants of the whole system, checked while the shop runs: one snapshot per database, what is suspect read
 * again until it has settled, and what persists reported with its id.
 *
 * <p>Reads every feature's tables by SQL of its own, and shares no rule with the code that it checks.
 */
@NullMarked
package dev.souk.audit;

import org.jspecify.annotations.NullMarked;
