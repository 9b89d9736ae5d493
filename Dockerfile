# syntax=docker/dockerfile:1
# A node of Souk: docker build -t souk:local . && docker run souk:local --help

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -ntp -DskipTests package -pl launcher -am
# Layers that change with every commit are apart from layers that change with a version of a library. The servers that "souk dev" starts
# are not for an image.
RUN mkdir -p /image/libraries /image/souk/lib \
    && cp launcher/target/lib/*.jar /image/libraries/ \
    && rm -f /image/libraries/embedded-postgres-binaries-*.jar /image/libraries/embedded-redis-*.jar \
    && mv /image/libraries/souk-*.jar /image/souk/lib/ \
    && cp launcher/target/souk.jar /image/souk/

FROM eclipse-temurin:25-jre-noble
RUN groupadd --system --gid 10001 souk \
    && useradd --system --uid 10001 --gid souk --home-dir /var/lib/souk --create-home --shell /usr/sbin/nologin souk
COPY --from=build /image/libraries /opt/souk/lib
COPY --from=build /image/souk /opt/souk
COPY conf/souk.yaml /opt/souk/conf/souk.yaml
COPY --chmod=755 infra/docker/healthcheck.sh /opt/souk/healthcheck.sh
USER 10001:10001
WORKDIR /var/lib/souk
# Two thirds of the container's memory for the heap: buffers of the network, threads and code need the rest. A node that runs
# out of memory ends, and is started again.
ENV JDK_JAVA_OPTIONS="--sun-misc-unsafe-memory-access=allow -XX:MaxRAMPercentage=65 -XX:+ExitOnOutOfMemoryError -XX:+UseG1GC -Djava.io.tmpdir=/tmp"
EXPOSE 8888 8889 15701
HEALTHCHECK --interval=5s --timeout=4s --start-period=90s --retries=6 CMD ["/opt/souk/healthcheck.sh", "8889", "/health/serving"]
ENTRYPOINT ["java", "-jar", "/opt/souk/souk.jar"]
CMD ["node"]
