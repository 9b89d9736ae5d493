-- Everybody looks at one product.
local common = dofile((os.getenv("TRAFFIC_SCRIPTS") or "traffic/scripts") .. "/common.lua")
local product

function init()
    product = common.read(1)
end

function request()
    return product
end
