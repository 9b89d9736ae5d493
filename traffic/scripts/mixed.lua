-- 95 of 100 requests look at a product (Zipf), 5 order one.
local common = dofile((os.getenv("TRAFFIC_SCRIPTS") or "traffic/scripts") .. "/common.lua")
local order, rank
common.count()

function init()
    math.randomseed(os.time() + number)
    order = common.orders(number)
    rank = common.zipf(common.skus)
end

function request()
    if math.random(20) == 1 then
        return order(rank())
    end
    return common.read(rank())
end
