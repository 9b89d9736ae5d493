#!/bin/sh
# Load against a shop: traffic/run.sh SCENARIO [--url U] [--seconds N], or traffic/run.sh targets [--only W1,C1].
# Builds the shop and the runner when sources are newer; docs/performance.md says what is measured.
set -eu

root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
. "$root/.mvn/jdk.sh"
find_jdk || {
    echo "traffic: no JDK $wanted or newer found: install one (https://adoptium.net), or set JAVA_HOME to one" >&2
    exit 2
}

jar=$root/traffic/target/souk-traffic.jar
if [ ! -f "$jar" ] || [ -n "$(cd "$root" && find traffic/pom.xml traffic/src/main -newer "$jar" -print | head -n 1)" ]; then
    echo "traffic: building ..." >&2
    (cd "$root" && JAVA_HOME=$jdk mvn -q -B -DskipTests package -pl traffic) >&2 || exit 1
fi
exec "$jdk/bin/java" -XX:+UseSerialGC -Xmx512m -Djava.awt.headless=true "-Dsouk.root=$root" -jar "$jar" "$@"
