/** What others may know of the audit: the ledger of the promise. */
@NullMarked
package dev.souk.audit.message;

import org.jspecify.annotations.NullMarked;
