/** All SQL of orders, their cart versions and their open number. */
@NullMarked
package dev.souk.order.store;

import org.jspecify.annotations.NullMarked;
