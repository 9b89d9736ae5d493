/** The shop under load: started or found, asked, and what its database, its metrics and its processes say. */
@NullMarked
package dev.souk.traffic.shop;

import org.jspecify.annotations.NullMarked;
