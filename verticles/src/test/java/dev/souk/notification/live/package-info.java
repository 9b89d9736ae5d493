@NullMarked
package dev.souk.notification.live;

import org.jspecify.annotations.NullMarked;
