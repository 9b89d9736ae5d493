/** What buyers who follow their orders, and a merchant, were told, counted. */
@NullMarked
package dev.souk.prove.report.notice;

import org.jspecify.annotations.NullMarked;
