@NullMarked
package dev.souk.catalog;

import org.jspecify.annotations.NullMarked;
