@NullMarked
package dev.souk.notification.mail;

import org.jspecify.annotations.NullMarked;
