@NullMarked
package dev.souk.notification.webhook;

import org.jspecify.annotations.NullMarked;
