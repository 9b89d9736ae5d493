/** The facts of a run in a scratch database: the history of the buyers and what the shop's stores hold. */
@NullMarked
package dev.souk.prove.check.facts;

import org.jspecify.annotations.NullMarked;
