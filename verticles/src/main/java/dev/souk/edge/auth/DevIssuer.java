package dev.souk.edge.auth;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The issuer of development tokens: one RSA key in a file that all nodes of a {@code souk dev} share. RS256, because a
 * node verifies far more tokens than anyone signs, and RSA verifies several times faster than elliptic curves.
 *
 * <p>Blocks on files when it is made, never afterwards. Thread-safe.
 */
public final class DevIssuer {
    /** How long a development token lives when nothing else is said. */
    public static final Duration TOKEN_LIFE = Duration.ofDays(1);

    private static final int KEY_BITS = 2048;
    /** Header, claims and signature. */
    private static final int PARTS = 3;

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

    private final RSAPrivateCrtKey key;
    private final String issuer;
    private final String audience;
    private final String keyId;

    private DevIssuer(RSAPrivateCrtKey key, String issuer, String audience) {
        this.key = key;
        this.issuer = issuer;
        this.audience = audience;
        this.keyId = thumbprint(key);
    }

    /**
     * Opens the key, or makes one that only its owner can read. Of several that make it at once, all end up with the
     * same key.
     *
     * @param pem PKCS #8
     * @param audience of its tokens; empty: they name none
     * @throws IOException when the file can be neither read nor written, or holds something else
     */
    public static DevIssuer openOrCreate(Path pem, String issuer, String audience) throws IOException {
        if (!Files.exists(pem)) {
            create(pem);
        }
        return open(pem, issuer, audience);
    }

    private static DevIssuer open(Path pem, String issuer, String audience) throws IOException {
        String text = Files.readString(pem, StandardCharsets.US_ASCII);
        try {
            byte[] encoded =
                    Base64.getMimeDecoder().decode(text.replace(BEGIN, "").replace(END, ""));
            return new DevIssuer(
                    (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)),
                    issuer,
                    audience);
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
            throw new IOException(pem + " holds no RSA private key in PKCS #8, PEM", e);
        }
    }

    private static void create(Path pem) throws IOException {
        Path folder = pem.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, "key", ".tmp");
        try {
            if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
            Files.writeString(draft, BEGIN + "\n" + body + "\n" + END + "\n", StandardCharsets.US_ASCII);
            // A link, unlike a rename, never replaces the file that another process made first.
            Files.createLink(pem, draft);
        } catch (FileAlreadyExistsException made) {
            // The other process made a key that is as good, and all processes read that one.
        } catch (GeneralSecurityException e) {
            throw new IOException("no RSA key can be made", e);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The public key that verifies the tokens, as a JSON web key set (RFC 7517). */
    public JsonObject jwks() {
        return new JsonObject()
                .put(
                        "keys",
                        new JsonArray()
                                .add(publicKey(key)
                                        .put("kid", keyId)
                                        .put("alg", "RS256")
                                        .put("use", "sig")));
    }

    /** A token that is valid from now on. */
    public String token(String subject, List<String> roles) {
        return token(subject, roles, Instant.now(), TOKEN_LIFE);
    }

    /** @param life from {@code issuedAt} on */
    public String token(String subject, List<String> roles, Instant issuedAt, Duration life) {
        JsonObject claims = new JsonObject();
        if (!audience.isEmpty()) {
            claims.put("aud", audience);
        }
        return sign(claims.put("iss", issuer)
                .put("sub", subject)
                .put("roles", new JsonArray(List.copyOf(roles)))
                .put("iat", issuedAt.getEpochSecond())
                .put("exp", issuedAt.plus(life).getEpochSecond()));
    }

    public String sign(JsonObject claims) {
        return sign(
                new JsonObject()
                        .put("alg", "RS256")
                        .put("typ", "JWT")
                        .put("kid", keyId)
                        .encode(),
                claims.encode());
    }

    /** Signs any header and claims, even those that make no valid token. */
    public String sign(String header, String claims) {
        String signed =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the development key does not sign", e);
        }
    }

    private static JsonObject publicKey(RSAPrivateCrtKey key) {
        return new JsonObject()
                .put("kty", "RSA")
                .put("n", base64(unsigned(key.getModulus())))
                .put("e", base64(unsigned(key.getPublicExponent())));
    }

    /**
     * Reads a token of this issuer.
     *
     * @return its claims; none where the key of this issuer did not sign it, or it has expired, or it is no token
     */
    public Optional<JsonObject> claims(String token, Instant now) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())));
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
                return Optional.empty();
            }
            JsonObject claims =
                    new JsonObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            return Optional.of(claims).filter(signed -> signed.getLong("exp", 0L) > now.getEpochSecond());
        } catch (GeneralSecurityException | IllegalArgumentException | DecodeException | ClassCastException noToken) {
            return Optional.empty();
        }
    }

    /** RFC 7638: the hash of the required members, in the order of their names. */
    private static String thumbprint(RSAPrivateCrtKey key) {
        JsonObject jwk = publicKey(key);
        String members = new JsonObject()
                .put("e", jwk.getString("e"))
                .put("kty", jwk.getString("kty"))
                .put("n", jwk.getString("n"))
                .encode();
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(members.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 && bytes.length > 1 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String base64(byte[] bytes) {
        return URL_SAFE.encodeToString(bytes);
    }
}
