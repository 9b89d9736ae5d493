/**
 * What other features may know of the catalog: its questions, answers and events.
 */
@NullMarked
package dev.souk.catalog.message;

import org.jspecify.annotations.NullMarked;
