/**
 * The pool, the one transaction runner, and the one class that reads SQLSTATE.
 */
@NullMarked
package dev.souk.sql;

import org.jspecify.annotations.NullMarked;
