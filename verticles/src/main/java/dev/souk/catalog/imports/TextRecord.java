package dev.souk.catalog.imports;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/** A record that a {@link RecordSplitter} cuts out of a stream. */
public sealed interface TextRecord {
    /** @return number of the line it begins on; the first is 1 */
    long line();

    /** A record without its line end. */
    record Whole(long line, byte[] bytes) implements TextRecord {
        public boolean isBlank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t') {
                    return false;
                }
            }
            return true;
        }

        /** @throws CharacterCodingException when the bytes are not of that character set */
        public String text(Charset charset) throws CharacterCodingException {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    /** A line that no record can be read from. */
    record Broken(long line, String reason) implements TextRecord {}
}
