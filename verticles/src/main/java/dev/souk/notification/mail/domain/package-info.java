/** The content of letters, their recipients and their retries: values in, values out. */
@NullMarked
package dev.souk.notification.mail.domain;

import org.jspecify.annotations.NullMarked;
