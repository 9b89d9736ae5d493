@NullMarked
package dev.souk.notification.bridge;

import org.jspecify.annotations.NullMarked;
