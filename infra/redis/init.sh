#!/bin/sh
# Makes a cluster of the nodes, three masters with a replica each, and waits until all of them agree. Run again, it changes
# nothing. REDIS_NODES: host:port of six nodes that answer, numeric addresses, separated by spaces.
set -eu
: "${REDIS_NODES:?host:port of each node}"

attempts=120

# Of the node in $1.
state() {
    redis-cli -h "${1%:*}" -p "${1#*:}" cluster info | tr -d '\r' | sed -n 's/^cluster_state://p'
}

known() {
    redis-cli -h "${1%:*}" -p "${1#*:}" cluster info | tr -d '\r' | sed -n 's/^cluster_known_nodes://p'
}

first=${REDIS_NODES%% *}
if [ "$(known "$first")" = 1 ]; then
    # shellcheck disable=SC2086
    redis-cli --cluster create $REDIS_NODES --cluster-replicas 1 --cluster-yes
fi

for node in $REDIS_NODES; do
    attempt=1
    until [ "$(state "$node")" = ok ]; do
        if [ "$attempt" -eq "$attempts" ]; then
            echo "Redis at $node is in state $(state "$node") after $attempts looks" >&2
            exit 1
        fi
        attempt=$((attempt + 1))
        sleep 1
    done
done
echo "Redis Cluster: every node of $REDIS_NODES says ok"
