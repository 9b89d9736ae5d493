@NullMarked
package dev.souk.notification.mail.domain;

import org.jspecify.annotations.NullMarked;
