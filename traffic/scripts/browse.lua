-- Buyers look at products, popular ones more often than others (Zipf, exponent 1.0).
local common = dofile((os.getenv("TRAFFIC_SCRIPTS") or "traffic/scripts") .. "/common.lua")
local rank

function init()
    math.randomseed(os.time() + number)
    rank = common.zipf(common.skus)
end

function request()
    return common.read(rank())
end
