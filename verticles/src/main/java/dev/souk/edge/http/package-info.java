/** Requests and answers as HTTP has them: calls, replies, problems, preconditions, codings. */
@NullMarked
package dev.souk.edge.http;

import org.jspecify.annotations.NullMarked;
