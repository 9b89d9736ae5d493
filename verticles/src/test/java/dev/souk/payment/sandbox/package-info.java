@NullMarked
package dev.souk.payment.sandbox;

import org.jspecify.annotations.NullMarked;
