package dev.souk.launcher.infra;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The compose file, with its merge keys resolved. */
record Compose(Map<String, Service> services, Set<String> volumes) {
    static final String FILE = "docker-compose.yml";

    /** One service; a missing value is empty. */
    public record Service(String name, Map<String, Object> raw) {
        Map<String, String> environment() {
            Map<String, String> environment = new TreeMap<>();
            Repository.map(raw.get("environment")).forEach((key, value) -> environment.put(key, value.toString()));
            return environment;
        }

        /** Container ports that others may connect to. */
        Set<Integer> listens() {
            Set<Integer> ports = new TreeSet<>();
            Repository.list(raw.get("expose")).forEach(port -> ports.add(Integer.valueOf(port.toString())));
            published().forEach(port -> ports.add(Integer.valueOf(port[2])));
            return ports;
        }

        /** Host address, host port, container port. */
        List<String[]> published() {
            List<String[]> published = new ArrayList<>();
            Repository.list(raw.get("ports"))
                    .forEach(port -> published.add(port.toString().split(":", -1)));
            return published;
        }

        /** Source, target, mode. */
        List<String[]> mounts() {
            List<String[]> mounts = new ArrayList<>();
            Repository.list(raw.get("volumes"))
                    .forEach(mount -> mounts.add(mount.toString().split(":", -1)));
            return mounts;
        }

        Map<String, String> dependsOn() {
            Map<String, String> conditions = new TreeMap<>();
            Repository.map(raw.get("depends_on"))
                    .forEach((service, condition) -> conditions.put(
                            service, String.valueOf(Repository.map(condition).get("condition"))));
            return conditions;
        }

        boolean endsByItself() {
            return "no".equals(raw.get("restart"));
        }

        boolean has(String key) {
            return raw.containsKey(key);
        }

        String text(String key) {
            return String.valueOf(raw.getOrDefault(key, ""));
        }
    }

    static Compose read() throws IOException {
        Map<String, Object> file = Repository.yaml(FILE);
        Map<String, Service> services = new TreeMap<>();
        Repository.map(file.get("services"))
                .forEach((name, service) -> services.put(name, new Service(name, Repository.map(service))));
        return new Compose(services, Repository.map(file.get("volumes")).keySet());
    }

    Service service(String name) {
        Service service = services.get(name);
        if (service == null) {
            throw new AssertionError(FILE + " has no service " + name);
        }
        return service;
    }

    /** Whether this host and port are those of a service. */
    boolean listens(String host, int port) {
        Service service = services.get(host);
        return service != null && service.listens().contains(port);
    }
}
