/**
 * Configuration as one immutable record tree, read and validated once at start.
 */
@NullMarked
package dev.souk.settings;

import org.jspecify.annotations.NullMarked;
