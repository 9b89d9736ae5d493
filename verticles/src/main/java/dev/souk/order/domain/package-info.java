/** Pure decisions about an order: values in, values out. */
@NullMarked
package dev.souk.order.domain;

import org.jspecify.annotations.NullMarked;
