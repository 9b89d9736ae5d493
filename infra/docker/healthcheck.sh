#!/bin/bash
# Ends with 0 when port $1 of this container answers HTTP: with 200 for the path $2, with anything when there is none. The
# image has no other HTTP client.
set -euo pipefail
: "${1:?port}"

exec 3<>"/dev/tcp/127.0.0.1/$1"
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "${2:-/}" >&3
read -r -t 3 version status _ <&3
[[ $version == HTTP/1.* ]] || { echo "port $1 does not answer HTTP" >&2; exit 1; }
[[ -z ${2:-} || $status == 200 ]] || { echo "$2 answered $status" >&2; exit 1; }
