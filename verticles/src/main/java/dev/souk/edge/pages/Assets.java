package dev.souk.edge.pages;

import dev.souk.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the pages are made of, by path; read once for each node, and never changed.
 *
 * <p>The files' common digest is part of the paths under which the pages name them ({@code /web/DIGEST/js/...}), so
 * that a browser may keep such a file for ever. A page itself is always asked for again. A browser whose page came from
 * a node of another version asks for another digest: it gets this node's file, which it is told not to keep.
 */
public final class Assets {
    static final String ROOT = "/web/";
    /** In a page, for the digest. */
    private static final String VERSION = "@version@";

    private static final String DOCS = "/docs";
    private static final Map<String, String> PAGES = Map.of("/", "index.html", "/ops", "ops.html", DOCS, "docs.html");
    private static final String FILES = "files.txt";

    private final Map<String, Asset> pages;
    private final Map<String, Asset> files;
    private final String version;
    private final String policy;
    private final String docsPolicy;

    private Assets(
            Map<String, Asset> pages, Map<String, Asset> files, String version, String policy, String docsPolicy) {
        this.pages = Map.copyOf(pages);
        this.files = Map.copyOf(files);
        this.version = version;
        this.policy = policy;
        this.docsPolicy = docsPolicy;
    }

    /**
     * Reads all of them: blocks.
     *
     * @throws IOException when one cannot be read, or is not on the class path
     */
    public static Assets read(Settings settings) throws IOException {
        WebConfig config = WebConfig.of(settings);
        Map<String, byte[]> read = new LinkedHashMap<>();
        for (String name : names()) {
            read.put(name, bytes(name));
        }
        for (String name : SwaggerUi.FILES) {
            read.put("vendor/" + name, SwaggerUi.bytes(name));
        }
        List<byte[]> digested = new ArrayList<>();
        read.forEach((name, content) -> {
            digested.add(Asset.utf8(name));
            digested.add(content);
        });
        String version = Asset.digest(digested);
        Map<String, Asset> files = new HashMap<>();
        read.forEach((name, content) -> files.put(name, Asset.of(name, content)));
        Map<String, Asset> pages = new HashMap<>();
        for (Map.Entry<String, String> page : PAGES.entrySet()) {
            String html = new String(bytes(page.getValue()), StandardCharsets.UTF_8).replace(VERSION, version);
            pages.put(page.getKey(), Asset.of(page.getValue(), Asset.utf8(html)));
        }
        pages.put(ROOT + "config.json", Asset.of("config.json", Asset.utf8(config.json(version))));
        return new Assets(pages, files, version, trusting(policy(config.connectTo())), policy(List.of()));
    }

    private static List<String> names() throws IOException {
        return new String(bytes(FILES), StandardCharsets.UTF_8).lines().toList();
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = Assets.class.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                throw new IOException(ROOT + name + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    /** No script may make markup of text. Not for Swagger UI, which cleans the contract's Markdown and does. */
    private static String trusting(String policy) {
        return policy + "; require-trusted-types-for 'script'; trusted-types 'none'";
    }

    /** Content Security Policy Level 3: scripts, styles and fonts of this node alone, and nothing inline. */
    private static String policy(List<String> connectTo) {
        List<String> connect = new ArrayList<>(List.of("'self'"));
        connect.addAll(connectTo);
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' data:",
                "font-src 'self'",
                "connect-src " + String.join(" ", connect),
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'");
    }

    /** Which files there are, changes with each of them. */
    String version() {
        return version;
    }

    /** The content security policy of the page at this path. */
    String policy(String path) {
        return path.equals(DOCS) ? docsPolicy : policy;
    }

    /** A page, or another asset that has one path for all versions. */
    @Nullable
    Asset page(String path) {
        return pages.get(path);
    }

    /** @param name as it stands after the digest */
    @Nullable
    Asset file(String name) {
        return files.get(name);
    }
}
