/** The table of invariants, and the comparison with the provider's ledger. */
@NullMarked
package dev.souk.audit.invariant;

import org.jspecify.annotations.NullMarked;
