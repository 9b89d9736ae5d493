package dev.souk.launcher.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A host and a port.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port 0 where none was given
 */
record Address(String host, int port) {
    /** @param text {@code host:port}, {@code [::1]:port}, or a host alone */
    static Address of(String text) {
        int colon = text.lastIndexOf(':');
        boolean bare = colon < 0 || text.endsWith("]");
        String host = bare ? text : text.substring(0, colon);
        int port = bare ? 0 : number(text.substring(colon + 1));
        return new Address(host.replace("[", "").replace("]", ""), port);
    }

    private static int number(String text) {
        try {
            return Math.clamp(Integer.parseInt(text.strip()), 0, 65_535);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether only this machine reaches it. A name that is not known here is taken for another machine. */
    boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
