-- Each request is one vote of one person on one statement, none of them twice. Needs in the environment:
-- TOKEN, a form token; STATEMENTS, ids separated by spaces; SLUG.
local token = os.getenv("TOKEN")
local slug = os.getenv("SLUG")
local statements = {}
for id in os.getenv("STATEMENTS"):gmatch("%S+") do statements[#statements + 1] = id end
local choices = { "agree", "disagree", "pass" }

local threads = 0
function setup(thread)
    threads = threads + 1
    thread:set("number", threads)
end

function init(args)
    count = 0
    run = tonumber(os.getenv("RUN") or "1")
end

function request()
    local person = math.floor(count / #statements)
    local statement = statements[count % #statements + 1]
    local choice = choices[count % 3 + 1]
    count = count + 1
    local secret = string.format("%08x%08x%048x", run, number, person)
    return wrk.format("POST", "/d/" .. slug .. "/vote", {
        ["Content-Type"] = "application/x-www-form-urlencoded",
        ["Cookie"] = "jirga-participant=" .. secret,
    }, "token=" .. token .. "&statement=" .. statement .. "&choice=" .. choice)
end

function done(summary, latency, requests)
    io.write(string.format(
        "RESULT requests=%d seconds=%.3f errors=%d refused=%d timeouts=%d p50_ms=%.1f p99_ms=%.1f\n",
        summary.requests, summary.duration / 1e6,
        summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
            + summary.errors.timeout,
        summary.errors.status, summary.errors.timeout,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
