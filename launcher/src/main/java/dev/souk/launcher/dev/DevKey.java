package dev.souk.launcher.dev;

import java.nio.file.Path;

/**
 * The key that signs the development tokens of one data folder: all nodes share it, and it survives restarts.
 *
 * @param privateKey a PEM file
 * @param publicKeys a JWKS file
 */
record DevKey(Path privateKey, Path publicKeys) {
    static DevKey in(Path data) {
        return new DevKey(data.resolve("dev-key.pem"), data.resolve("dev-jwks.json"));
    }
}
