-- Everybody orders one SKU, of which there is enough.
local common = dofile((os.getenv("TRAFFIC_SCRIPTS") or "traffic/scripts") .. "/common.lua")
local order
common.count()

function init()
    order = common.orders(number)
end

function request()
    return order(1)
end
