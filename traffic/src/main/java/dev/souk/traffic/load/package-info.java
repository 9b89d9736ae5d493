/** The load on a shop and the programs that a shop is compared with: wrk, paced orders, pgbench, a bare server. */
@NullMarked
package dev.souk.traffic.load;

import org.jspecify.annotations.NullMarked;
