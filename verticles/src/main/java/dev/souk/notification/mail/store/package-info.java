/** The letters that are to be sent, in the database. */
@NullMarked
package dev.souk.notification.mail.store;

import org.jspecify.annotations.NullMarked;
