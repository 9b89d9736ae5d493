/** The shop under load: started or found, asked, and seen in its database, its metrics and its processes. */
@NullMarked
package dev.souk.traffic.shop;

import org.jspecify.annotations.NullMarked;
