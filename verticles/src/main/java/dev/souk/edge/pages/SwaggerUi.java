package dev.souk.edge.pages;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;

/** The Swagger UI that shows the contract to readers: those files of its WebJar that the page needs. */
final class SwaggerUi {
    /** By their names in the WebJar. The last one names the licences of the code in the bundle. */
    static final List<String> FILES =
            List.of("swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt");

    private static final String ABOUT = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private SwaggerUi() {}

    /** @throws IOException when the WebJar is not on the class path, or has no such file */
    static byte[] bytes(String name) throws IOException {
        String path = "/META-INF/resources/webjars/swagger-ui/" + version() + "/" + name;
        try (InputStream in = SwaggerUi.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException(path + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    private static String version() throws IOException {
        try (InputStream in = SwaggerUi.class.getResourceAsStream(ABOUT)) {
            if (in == null) {
                throw new IOException(ABOUT + " is not on the class path");
            }
            Properties about = new Properties();
            about.load(in);
            return about.getProperty("version", "");
        }
    }
}
