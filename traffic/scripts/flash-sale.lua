-- Everybody orders one SKU, of which there is too little: the first get it, all others are refused.
local common = dofile((os.getenv("TRAFFIC_SCRIPTS") or "traffic/scripts") .. "/common.lua")
local order
common.count()

function init()
    order = common.orders(number)
end

function request()
    return order(common.skus + 1)
end
