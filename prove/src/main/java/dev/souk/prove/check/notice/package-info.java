/** The promises to those who are told what happens: buyers who follow their orders, and merchants who take webhooks. */
@NullMarked
package dev.souk.prove.check.notice;

import org.jspecify.annotations.NullMarked;
