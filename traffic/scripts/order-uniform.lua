-- Orders of one unit, every SKU as often as any other.
local common = dofile((os.getenv("TRAFFIC_SCRIPTS") or "traffic/scripts") .. "/common.lua")
local order
common.count()

function init()
    math.randomseed(os.time() + number)
    order = common.orders(number)
end

function request()
    return order(math.random(common.skus))
end
