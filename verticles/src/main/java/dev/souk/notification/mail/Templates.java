package dev.souk.notification.mail;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.souk.notification.mail.domain.Language;
import dev.souk.notification.mail.domain.MailKind;
import dev.souk.notification.mail.domain.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The texts of all letters, read once: {@code mail/LANGUAGE/EVENT.{subject,txt,html}}, and parts that they share. HTML
 * is escaped; a subject is one line, whichever values are put into it. A template that names an unknown value is a
 * defect.
 */
final class Templates {
    private static final String FOLDER = "/mail/";

    /** The text of a letter: its subject, and its body both as plain text and as HTML. */
    record Text(String subject, String plain, String html) {}

    private record Name(Language language, MailKind kind) {}

    private record Compiled(Template subject, Template plain, Template html) {}

    private final Map<Name, Compiled> templates = new HashMap<>();

    Templates() {
        for (Language language : Language.values()) {
            String folder = FOLDER + language.code() + "/";
            Mustache.Compiler compiler = Mustache.compiler().withLoader(part -> new StringReader(read(folder + part)));
            Mustache.Compiler plain = compiler.escapeHTML(false);
            for (MailKind kind : MailKind.values()) {
                String file = folder + kind.event();
                templates.put(
                        new Name(language, kind),
                        new Compiled(
                                plain.compile(read(file + ".subject")),
                                plain.compile(read(file + ".txt")),
                                compiler.escapeHTML(true).compile(read(file + ".html"))));
            }
        }
    }

    private static String read(String resource) {
        try (InputStream in = Templates.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Text fill(Language language, MailKind kind, Map<String, Object> model) {
        Compiled letter = Objects.requireNonNull(templates.get(new Name(language, kind)));
        return new Text(
                PlainText.line(letter.subject().execute(model)),
                letter.plain().execute(model),
                letter.html().execute(model));
    }
}
