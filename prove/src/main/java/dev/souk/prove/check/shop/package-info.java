/** Reads a Souk's tables, topics and consumer groups from the outside. */
@NullMarked
package dev.souk.prove.check.shop;

import org.jspecify.annotations.NullMarked;
