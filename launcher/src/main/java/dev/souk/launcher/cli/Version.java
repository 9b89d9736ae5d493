package dev.souk.launcher.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest, and the platform that it runs on. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "souk " + (version == null ? "(not packaged)" : version),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " on " + System.getProperty("os.arch")
        };
    }
}
