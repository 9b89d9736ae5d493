package dev.souk.launcher.retail;

/**
 * A line that was not used, or not for all that it could have been.
 *
 * @param line its number in the file; the first, the header, is 1
 */
public record SkippedLine(long line, String reason) {}
