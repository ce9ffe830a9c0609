-- Covers the libraries of Lua; prints what it finds. Nothing printed depends
-- on addresses, times or the order of hashing.

local function section(name) print("-- " .. name) end
local function try(f, ...)
  local ok, message = pcall(f, ...)
  print(ok, (tostring(message):gsub("^.-:%d+: ", "")))
end

section("arguments")
print(arg[1], arg[2], #arg, select("#", ...), (...))

section("arithmetic")
print(7 // 2, -7 // 2, 7 % -3, -7 % 3, 7.5 // 2, -7.5 % 2, 2 ^ 10, 7 / 2)
print(1 << 62, 1 << 63, 1 << 64, -1 >> 60, ~5, 5 & 6, 5 | 6, 5 ~ 6)
print(math.maxinteger + 1 == math.mininteger, 1e15, 1e100, 0x10, 0xA.8p1)
print(10 == 10.0, "10" + 5, "0x10" * 2, 10 .. 20, 3 | 0, 2 ^ 53 == 2 ^ 53 + 1)
print(1 / 0, -1 / 0, 0 / 0 ~= 0 / 0, math.tointeger(3.0), 3 // 0.0)
try(function() return 1 // 0 end)
try(function() return 1 % 0 end)
try(function() return {} + 1 end)
try(function() return 1.5 | 1 end)
try(function() return "a" < 1 end)

section("math")
print(math.floor(-3.5), math.ceil(-3.5), math.abs(-4), math.fmod(7, 3))
print(math.max(3, 9, 2), math.min(3, 9, 2), math.ult(1, -1), math.type(1), math.type(1.0))
print(string.format("%.6f %.6f %.6f", math.sin(1), math.exp(1), math.log(10, 2)))
print(string.format("%.4f", math.pi), math.sqrt(16), math.modf(3.7))
math.randomseed(42)
local first = {}
for i = 1, 5 do first[i] = math.random(100) end
math.randomseed(42)
for i = 1, 5 do assert(first[i] == math.random(100)) end
try(math.random, 2, 1)
try(math.floor, "x")

section("strings")
print(("hello"):upper(), ("HeLLo"):lower(), ("abc"):rep(3, "-"), ("abc"):reverse(), #"abc\0d")
print(("hello"):sub(2, -2), ("hello"):sub(-3), ("hello"):byte(1, -1))
print(string.char(72, 105), ("x"):rep(0) == "", ("%d"):format(42))
print(string.format("%5d|%-5d|%05d|%+d|%x|%X|%o|%c|%s|%q|%%", 42, 42, 42, 42, 255, 255, 8, 65, "str", "q\n\"\0"))
print(string.format("%10.3s|%-10s|%g|%e|%a|%i", "abcdef", "left", 0.1, 12345.678, 1.0, 3))
print(string.format("%q %q %q", 1 / 3, math.mininteger, 0x7fffffff))
try(string.format, "%d", 1.5)
try(string.format, "%y", 1)
try(string.rep, "x", 1 << 40)

section("patterns")
print(("hello world"):find("o w"), ("hello"):find("l+"), ("a.b"):find(".", 1, true), ("abc"):find("b", -1))
print(("key = value"):match("^(%w+)%s*=%s*(%w+)$"), ("[[x]]"):match("%[(%b[])%]"))
print(("THE (quick) fox"):find("%((%a+)%)"), ("x"):match("()"), ("f(a(b)c)d"):match("%b()"))
print(("hello world"):gsub("o", "0"), ("hello"):gsub("", "-"), ("abc"):gsub("%w", "%0%0", 2))
print(("hello world"):gsub("%w+", function(w) return w:upper() end))
print(("$name is $age"):gsub("%$(%w+)", {name = "Lua", age = 30}))
for k, v in ("a=1, b=2, c=3"):gmatch("(%w+)=(%w+)") do io.write(k, ":", v, " ") end
print()
print(("THE END"):gsub("%f[%a]%a+", string.lower), ("  trim  "):match("^%s*(.-)%s*$") .. "|")
try(string.find, "a", "[a")
try(string.gsub, "x", "(", "")
try(string.rep)

section("packing")
local packed = string.pack("<i4 >I2 z s1 d", -2, 513, "zero", "counted", 1.5)
print(#packed, string.unpack("<i4 >I2 z s1 d", packed))
print(string.packsize("!8 i1 i8"), ("%q"):format(string.pack(">I3", 0x010203)))
try(string.unpack, "i4", "abc")

section("utf8")
print(utf8.char(72, 228, 8364, 0x10FFFF), utf8.len("häß€"), utf8.codepoint("€", 1))
for p, c in utf8.codes("aä€") do io.write(p, "=", c, " ") end
print(utf8.offset("aä€", 3), utf8.len("\xff"))

section("tables")
local t = {5, 2, 8, 1, 9, 3}
table.sort(t)
print(table.concat(t, ","))
table.sort(t, function(a, b) return a > b end)
print(table.concat(t, ",", 2, 4), #t)
table.insert(t, 1, 100)
table.insert(t, 0)
print(table.remove(t), table.remove(t, 1), table.concat(t, " "))
print(table.unpack({1, 2, 3}, 2), select(-1, 1, 2, 3), table.pack(1, nil, 3).n)
print(table.concat(table.move({1, 2, 3}, 1, 3, 2), ","), next({}), rawlen({1, 2}), rawequal(t, t))
local big = {}
for i = 1, 2000 do big[i] = (i * 7919) % 2003 end
table.sort(big)
for i = 2, #big do assert(big[i - 1] <= big[i]) end
local words = {}
for i = 1, 500 do words["k" .. i] = i end
local sum = 0
for _, v in pairs(words) do sum = sum + v end
print(sum)
try(table.sort, {3, 1, "x"})
try(table.insert, {}, 5, 1)
try(table.concat, {{}})

section("metatables")
local V = {}
V.__index = V
V.__add = function(a, b) return setmetatable({x = a.x + b.x}, V) end
V.__eq = function(a, b) return a.x == b.x end
V.__lt = function(a, b) return a.x < b.x end
V.__le = function(a, b) return a.x <= b.x end
V.__call = function(self, y) return self.x * y end
V.__tostring = function(self) return "V(" .. self.x .. ")" end
V.__len = function(self) return self.x end
V.__concat = function(a, b) return tostring(a) .. "~" .. tostring(b) end
V.__close = function(self) print("closed", self.x) end
V.__name = "V"
local a, b = setmetatable({x = 1}, V), setmetatable({x = 2}, V)
print(tostring(a + b), a == b, a < b, a <= b, a(10), #b, a .. b, a .. "s")
local log = setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, v * 2) end, __index = function(_, k) return k .. "?" end})
log.x = 21
print(log.x, log.y, getmetatable("").__index == string)
do
  local first <close> = a
  local second <close> = b
  local constant <const> = 5
  print("inside", constant)
end
try(setmetatable, setmetatable({}, {__metatable = "locked"}), {})

section("closures and varargs")
local function counter()
  local n = 0
  return function() n = n + 1; return n end
end
local c1, c2 = counter(), counter()
print(c1(), c1(), c2(), (function(...) return select("#", ...) end)(nil, nil))
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(fib(18))
local function tail(n) if n == 0 then return "done" end return tail(n - 1) end
print(tail(100000))
for i = 10, 1, -3 do io.write(i, " ") end
for i = 1.0, 2, 0.25 do io.write(i, " ") end
print()
do
  local i = 1
  ::top::
  if i <= 3 then io.write(i, ";") i = i + 1 goto top end
  print()
end

section("errors")
print(pcall(error, {code = 7}), select(2, pcall(error, "text", 0)), pcall(error))
print(xpcall(function() error("deep", 0) end, function(m) return "handled " .. m end))
print(select(2, xpcall(function() local x = nil; return x.y end, function(m) return (m:gsub("^.-:%d+: ", "")) end)))
print(pcall(function() local ok, e = pcall(error, "inner", 0); error("outer after " .. e, 0) end))
local function recurse() return 1 + recurse() end
print((select(2, pcall(recurse)):match("stack overflow")))
print(select("#", assert(1, 2, 3)), (select(2, pcall(assert, false, "told"))), (select(2, pcall(assert, nil))))
print((debug.traceback("trace", 1):match("^trace\nstack traceback:")))

section("coroutines")
local co = coroutine.create(function(a, b)
  print("start", a, b)
  local c = coroutine.yield(a + b)
  local d, e = coroutine.yield(c * 2)
  return d + e
end)
print(coroutine.resume(co, 1, 2))
print(coroutine.status(co), coroutine.resume(co, 10))
print(coroutine.resume(co, 3, 4))
print(coroutine.status(co), coroutine.resume(co))
local function permute(list, n)
  n = n or #list
  if n <= 1 then coroutine.yield(list) else
    for i = 1, n do
      list[n], list[i] = list[i], list[n]
      permute(list, n - 1)
      list[n], list[i] = list[i], list[n]
    end
  end
end
local count = 0
for p in coroutine.wrap(function() permute({1, 2, 3, 4}) end) do
  count = count + 1
  if count % 8 == 0 then print(table.concat(p, " ")) end
end
print(count, coroutine.isyieldable(), coroutine.running())
print(select(2, coroutine.resume(coroutine.create(function() error("in co", 0) end))))
print(coroutine.wrap(function() return pcall(function() coroutine.yield("y"); error("after", 0) end) end)())
local closing = coroutine.create(function() local x <close> = a; coroutine.yield() end)
coroutine.resume(closing)
print(coroutine.close(closing), coroutine.status(closing))
print(coroutine.wrap(function() for _, v in ipairs({table.unpack({1, 2})}) do coroutine.yield(v) end return "end" end)())
print(select(2, pcall(coroutine.wrap(function() table.sort({3, 2, 1}, function(x, y) coroutine.yield() end) end))))

section("load and environments")
print(load("return 1 + 1")(), load("x =")) 
print(load(function() return nil end), pcall(load, nil))
local env = {print = print}
load("y = 5", "chunk", "t", env)()
print(env.y, y, #string.dump(function() return 1 end) > 10, load(string.dump(function() return "dumped" end), "b", "b")())
print(select(2, load("for", "=name")), select(2, load("goto x", "=name")), select(2, load("x = 'abc", "=name")))
print(select(2, load("return \27", "=(load)")), load("return 0x7fffffffffffffff, 1e308 * 10, .5, 3e-2")())
local source = {}
for i = 1, 300 do source[#source + 1] = "local v" .. i .. " = " .. i .. " do local w = v" .. i .. " * 2 end" end
print((select(2, load(table.concat(source, "\n"), "=many")):gsub("near.*", "")))

section("garbage")
local weak = setmetatable({}, {__mode = "k"})
for _ = 1, 100 do weak[{}] = true end
collectgarbage()
print(next(weak), collectgarbage("count") > 0, collectgarbage("isrunning"))
local finalized = 0
for _ = 1, 50 do setmetatable({}, {__gc = function() finalized = finalized + 1 end}) end
collectgarbage()
collectgarbage()
print(finalized, collectgarbage("incremental"), collectgarbage("generational"))
local junk = {}
for i = 1, 20000 do junk[i % 100] = {i, tostring(i)} end
collectgarbage("incremental")
collectgarbage("step")

section("io and os")
local name = os.tmpname()
local f = assert(io.open(name, "w"))
print(f:write("line one\n", 2, "\n", 3.5, " 0x1F word\nlast"), io.type(f))
f:close()
print(io.type(f), pcall(f.write, f, "x"))
for line in io.lines(name) do io.write("[", line, "]") end
print()
f = io.open(name, "rb")
print(f:read("l", "n", "n", "n"))
print(f:read("L", 2, "a", "l"))
print(f:seek("set", 5), f:read(3), f:seek("cur"), f:seek("end"))
f:close()
f = io.open(name, "a+")
f:setvbuf("full", 1024)
f:write("!")
f:seek("set")
print(#f:read("a"))
f:close()
os.remove(name)
print(io.open(name), os.remove(name) == nil)
print(os.time({year = 2020, month = 1, day = 1, hour = 12}) - os.time({year = 2019, month = 12, day = 31, hour = 12}))
print(os.date("!%Y-%m-%d %H:%M:%S", 86400), os.getenv("NO_SUCH_VARIABLE"), type(os.clock()), os.date("!*t", 0).year)
local pipe = io.popen("echo from a pipe; exit 3")
print(pipe:read("a"), pipe:close())
print(os.execute("exit 4"))

section("debug")
local function watched(x) local y = x * 2; return debug.getlocal(1, 1), debug.getlocal(1, 2) end
print(watched(4))
print(debug.getinfo(1, "l").currentline > 0, debug.getinfo(print).what, debug.getinfo(watched, "u").nparams)
local lines = 0
debug.sethook(function() lines = lines + 1 end, "l")
local z = 1
z = z + 1
debug.sethook()
print(lines >= 2, debug.gethook())
local calls = 0
debug.sethook(function() calls = calls + 1 end, "c")
math.abs(1)
debug.sethook()
print(calls >= 1, debug.getupvalue(c1, 1), debug.setupvalue(c1, 1, 50), c1())

section("modules")
package.preload.mine = function(n, extra) return {name = n, extra = extra} end
print(require("mine").name, package.loaded.mine == require("mine"), pcall(require, "no.such.module") == false)
print(package.config:sub(1, 1), type(package.searchers), package.searchpath("x", "./?.none"))
print(type(_G), _VERSION, _ENV == _G, dofile == nil, type(warn))
