/**
 * {@code souk replay}: sale invoices as real orders over HTTP, each followed until it is settled.
 */
@NullMarked
package dev.souk.launcher.replay;

import org.jspecify.annotations.NullMarked;
