#!/bin/sh
# Installs what "mvn -Pstack verify" checks the files of this folder with, and runs web clients in, from the packages of
# Debian or Ubuntu. Programs that are there already are not touched.
set -eu

missing=''
for pair in haproxy:haproxy promtool:prometheus shellcheck:shellcheck docker-compose:docker-compose \
    node:nodejs chromium:chromium chromedriver:chromium-driver; do
    PATH=$PATH:/usr/sbin command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair#*:}"
done
[ -n "$missing" ] || exit 0

as_root=''
[ "$(id -u)" -eq 0 ] || as_root=sudo
# shellcheck disable=SC2086
$as_root apt-get install -y --no-install-recommends $missing ||
    { $as_root apt-get update && $as_root apt-get install -y --no-install-recommends $missing; }
