/** What the contract itself is held to. */
@NullMarked
package dev.souk.edge.contract;

import org.jspecify.annotations.NullMarked;
