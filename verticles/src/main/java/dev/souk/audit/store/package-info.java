/** The audit's own SQL: it shares no repository with the features that it checks. */
@NullMarked
package dev.souk.audit.store;

import org.jspecify.annotations.NullMarked;
