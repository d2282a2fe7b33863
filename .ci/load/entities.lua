-- Asks for the pages of entities, whose ids stand in the file that the first argument names, one a line; evenly, the same in each run.
local ids = {}
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(arguments)
  for id in io.lines(arguments[1]) do
    ids[#ids + 1] = id
  end
  math.randomseed(number + 1)
end

function request()
  return wrk.format("GET", "/api/entity/" .. ids[math.random(#ids)])
end
