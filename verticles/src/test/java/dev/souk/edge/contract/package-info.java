/** The rules that the contract itself must keep. */
@NullMarked
package dev.souk.edge.contract;

import org.jspecify.annotations.NullMarked;
