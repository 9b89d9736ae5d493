/** The part of the audit that other features may know: the ledger of the promise. */
@NullMarked
package dev.souk.audit.message;

import org.jspecify.annotations.NullMarked;
