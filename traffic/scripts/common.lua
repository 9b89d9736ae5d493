-- What the scripts share. The runner sets the environment; by hand:
--   TRAFFIC_TOKENS  a file with one customer's token a line (scripts that place orders)
--   TRAFFIC_SKUS    how many products there are, named T-000001 and so on; default 10000
--   TRAFFIC_RUN     a word that no other run has: idempotency keys begin with it
--   TRAFFIC_WAIT    seconds that an order is waited for (Prefer: wait); default: the answer comes when it is durable
local common = {}

common.skus = tonumber(os.getenv("TRAFFIC_SKUS") or "10000")
local run = os.getenv("TRAFFIC_RUN") or tostring(os.time())
local wait = os.getenv("TRAFFIC_WAIT")

function common.sku(rank)
    return string.format("T-%06d", rank)
end

function common.read(rank)
    return wrk.format("GET", "/v1/products/" .. common.sku(rank))
end

-- Ranks by Zipf's law with exponent 1.0: rank r is asked for in proportion to 1/r. Cumulative sums and a binary search.
function common.zipf(n)
    local sums, sum = {}, 0
    for rank = 1, n do
        sum = sum + 1 / rank
        sums[rank] = sum
    end
    return function()
        local point, low, high = math.random() * sum, 1, n
        while low < high do
            local middle = math.floor((low + high) / 2)
            if sums[middle] < point then low = middle + 1 else high = middle end
        end
        return low
    end
end

-- A function that gives the order of one unit of a SKU as a request, each with a key and, in turn, a customer of its own.
function common.orders(thread)
    local customers = {}
    local file = assert(os.getenv("TRAFFIC_TOKENS"), "TRAFFIC_TOKENS names no file of tokens")
    for token in io.lines(file) do
        local headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. token }
        if wait then headers["Prefer"] = "wait=" .. wait end
        customers[#customers + 1] = headers
    end
    local prefix, count = run .. "-" .. thread .. "-", 0
    return function(rank)
        count = count + 1
        local headers = customers[count % #customers + 1]
        headers["Idempotency-Key"] = prefix .. count
        local body = '{"lines":[{"sku":"' .. common.sku(rank) .. '","quantity":1}],"payment":{"token":"tok_ok"}}'
        return wrk.format("POST", "/v1/orders", headers, body)
    end
end

-- Each thread has a number of its own, and starts its random numbers with it.
local threads = {}
function setup(thread)
    threads[#threads + 1] = thread
    thread:set("number", #threads)
end

-- Statuses are counted only where a script sets counting: the call costs the generator time for each answer.
statuses = {}
function common.count()
    response = function(status)
        statuses[status] = (statuses[status] or 0) + 1
    end
end

-- One line for the runner, beside what wrk prints for people.
function done(summary, latency)
    local parts, counted = {}, {}
    for _, thread in ipairs(threads) do
        for status, times in pairs(thread:get("statuses") or {}) do
            counted[status] = (counted[status] or 0) + times
        end
    end
    for status, times in pairs(counted) do
        parts[#parts + 1] = string.format('"%d":%d', status, times)
    end
    local errors = summary.errors
    io.write(string.format(
        'TRAFFIC {"requests":%d,"seconds":%.3f,"p50":%.3f,"p95":%.3f,"p99":%.3f,"non2xx":%d,"socket":%d,"statuses":{%s}}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
        latency:percentile(99) / 1e3, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
        table.concat(parts, ",")))
end

return common
