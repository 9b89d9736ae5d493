/** What loads a shop and what it is compared with: wrk, paced orders, pgbench, a bare server. */
@NullMarked
package dev.souk.traffic.load;

import org.jspecify.annotations.NullMarked;
