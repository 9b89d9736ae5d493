/** Repair of what an audit found, by the features' own commands. */
@NullMarked
package dev.souk.audit.repair;

import org.jspecify.annotations.NullMarked;
