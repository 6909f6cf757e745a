-- Sends the lines of a file in turn, from the one after a number on (0 when left out), each as the body of one POST, and prints what came of it as one line of JSON.
local bodies, turn = {}, 0

function init(args)
  for line in io.lines(args[1]) do bodies[#bodies + 1] = line end
  turn = tonumber(args[2] or "0")
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  turn = turn % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[turn])
end

function done(summary, latency, requests)
  local errors = summary.errors
  local wrong = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format('{"p50": %f, "p99": %f, "requests": %d, "seconds": %f, "errors": %d}',
    latency:percentile(50), latency:percentile(99), summary.requests, summary.duration / 1e6, wrong))
end
