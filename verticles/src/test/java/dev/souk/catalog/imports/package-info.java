@NullMarked
package dev.souk.catalog.imports;

import org.jspecify.annotations.NullMarked;
