/** {@code souk prove}: builds a world, lets buyers in, breaks it, heals it, has it checked, and reports the result. */
@NullMarked
package dev.souk.prove.command;

import org.jspecify.annotations.NullMarked;
