/**
 * The part of the catalog that other features may know: its questions, answers and events.
 */
@NullMarked
package dev.souk.catalog.message;

import org.jspecify.annotations.NullMarked;
