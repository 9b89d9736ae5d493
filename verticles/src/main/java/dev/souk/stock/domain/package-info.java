/** Pure decisions about the units of a SKU: values in, values out. */
@NullMarked
package dev.souk.stock.domain;

import org.jspecify.annotations.NullMarked;
