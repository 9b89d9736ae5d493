/** {@code souk prove}: builds a world, lets buyers in, breaks it, heals it, has it checked, and says what came out. */
@NullMarked
package dev.souk.prove.command;

import org.jspecify.annotations.NullMarked;
