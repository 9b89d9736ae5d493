/** The promises about notices: to buyers that follow their orders, and to merchants that take webhooks. */
@NullMarked
package dev.souk.prove.check.notice;

import org.jspecify.annotations.NullMarked;
