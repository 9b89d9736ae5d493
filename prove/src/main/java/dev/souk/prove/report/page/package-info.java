/** The page of a report: tables and charts. */
@NullMarked
package dev.souk.prove.report.page;

import org.jspecify.annotations.NullMarked;
