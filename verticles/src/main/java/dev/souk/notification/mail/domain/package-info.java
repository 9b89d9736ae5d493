/** What letters say, to whom, and when they are tried again: values in, values out. */
@NullMarked
package dev.souk.notification.mail.domain;

import org.jspecify.annotations.NullMarked;
