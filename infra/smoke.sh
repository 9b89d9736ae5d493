#!/bin/bash
# Places an order in a shop that runs with the development issuer and the payment sandbox, and ends with 0 when it is
# confirmed: infra/smoke.sh [URL]
set -euo pipefail

url=${1:-http://localhost:8888}
sku=smoke-$(date +%s)-$$

# An answer that is no success fails, and is shown.
call() {
    curl --fail-with-body --silent --show-error --max-time 45 --header 'Content-Type: application/json' "$@"
}

# token SUBJECT ROLE
token() {
    call --data "{\"sub\":\"$1\",\"roles\":[\"$2\"]}" "$url/dev/tokens" | sed -E 's/.*"token" *: *"([^"]+)".*/\1/'
}

merchant=$(token smoke-merchant merchant)
call --request PUT --header "Authorization: Bearer $merchant" \
    --data '{"name":"Smoke","description":"","category":"smoke","price":{"amount":250,"currency":"GBP"}}' \
    "$url/v1/products/$sku" >/dev/null
call --header "Authorization: Bearer $merchant" --header "Idempotency-Key: $sku" --data '{"quantity":5}' \
    "$url/v1/stock/$sku/receipts" >/dev/null

buyer=$(token smoke-buyer customer)
order=$(call --header "Authorization: Bearer $buyer" --header "Idempotency-Key: $sku" --header 'Prefer: wait=30' \
    --data "{\"lines\":[{\"sku\":\"$sku\",\"quantity\":2}],\"payment\":{\"token\":\"${SMOKE_CARD:-tok_ok}\"}}" \
    "$url/v1/orders")
# The order's own status: those of its timeline come later in it.
status=$(sed -E 's/^\{"id":"[^"]*","status":"([A-Z_]+)".*/\1/' <<<"$order")
[[ $status == CONFIRMED ]] || { echo "the order is not confirmed: $order" >&2; exit 1; }
echo "an order of $sku is confirmed"
