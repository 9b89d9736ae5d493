@NullMarked
package dev.souk.audit;

import org.jspecify.annotations.NullMarked;
