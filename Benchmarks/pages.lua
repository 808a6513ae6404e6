-- The same page again and again; with COOKIES=1 in the environment each time as another known person.
local count = 0
local hasCookies = os.getenv("COOKIES") == "1"
local path = os.getenv("PAGE")

function request()
    local headers = { ["Accept-Encoding"] = "gzip", ["Accept-Language"] = "en" }
    if hasCookies then
        count = count + 1
        headers["Cookie"] = "jirga-participant=" .. string.format("%08x%08x%048x", 1, 1, count % 500)
    end
    return wrk.format("GET", path, headers)
end

function done(summary, latency, requests)
    io.write(string.format(
        "RESULT requests=%d seconds=%.3f errors=%d p50_ms=%.1f p99_ms=%.1f\n",
        summary.requests, summary.duration / 1e6,
        summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
            + summary.errors.timeout,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
