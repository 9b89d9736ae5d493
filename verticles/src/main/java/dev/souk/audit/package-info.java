/**
 * The invariants of the whole system, checked while the shop runs. A check takes one snapshot per database, reads
 * suspects again until they have settled, and reports those that persist with their ids.
 *
 * <p>Reads every feature's tables by SQL of its own, and shares no rule with the code that it checks.
 */
@NullMarked
package dev.souk.audit;

import org.jspecify.annotations.NullMarked;
