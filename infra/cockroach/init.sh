#!/bin/bash
# Makes a cluster of the nodes, and in it the database and the user of the shop. Run again, it changes nothing.
# COCKROACH_NODE: host:port of any node. COCKROACH_REPLICAS: copies of each range. COCKROACH_LICENSE: may be empty.
set -euo pipefail
: "${COCKROACH_NODE:?host:port of a node}" "${COCKROACH_REPLICAS:?copies of each range}"

readonly attempts=120

sql() {
    cockroach sql --insecure --host="$COCKROACH_NODE" "$@"
}

# A node that was not initialised takes no SQL, and one that is starting takes nothing.
for ((attempt = 1; ; attempt++)); do
    if sql --execute='SELECT 1' >/dev/null 2>&1; then
        break
    fi
    if ((attempt == attempts)); then
        echo "CockroachDB at $COCKROACH_NODE takes no SQL after $attempts attempts; the last answer to init:" >&2
        cockroach init --insecure --host="$COCKROACH_NODE" >&2 || true
        exit 1
    fi
    cockroach init --insecure --host="$COCKROACH_NODE" >/dev/null 2>&1 || true
    sleep 1
done

sql --execute="ALTER RANGE default CONFIGURE ZONE USING num_replicas = $COCKROACH_REPLICAS"
sql --execute='CREATE DATABASE IF NOT EXISTS souk'
# CREATEDB: the sandbox of the payment provider keeps its ledger in a database of its own.
sql --execute='CREATE USER IF NOT EXISTS souk' --execute='ALTER USER souk WITH CREATEDB'
sql --execute='ALTER DATABASE souk OWNER TO souk'
if [[ -n ${COCKROACH_LICENSE:-} ]]; then
    case $COCKROACH_LICENSE in
        *\'*) echo "COCKROACH_LICENSE has a quote in it" >&2; exit 1 ;;
    esac
    sql --execute="SET CLUSTER SETTING enterprise.license = '$COCKROACH_LICENSE'"
fi
echo "CockroachDB at $COCKROACH_NODE has the database souk, $COCKROACH_REPLICAS copies of each range"
