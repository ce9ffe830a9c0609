// What an interpreter has to do: calls, closures, objects, exceptions, regular
// expressions, sorting, numbers, JSON, garbage.
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
print("fib", fib(16));

function counter() { var n = 0; return function () { return ++n; }; }
var one = counter(), other = counter();
print("closures", one(), one(), other(), one());

function Shape(name) { this.name = name; }
Shape.prototype.toString = function () { return "shape " + this.name; };
function Square(side) { Shape.call(this, "square"); this.side = side; }
Square.prototype = Object.create(Shape.prototype);
Square.prototype.area = function () { return this.side * this.side; };
var square = new Square(7);
print("objects", square, square.area(), square instanceof Shape, Object.keys(square).join());

function risky(n) {
    try {
        if (n == 1) throw new RangeError("one");
        if (n == 2) null.x;
        if (n == 3) return "returned";
        if (n == 4) undefinedName();
        return "fell through";
    } catch (e) {
        if (n == 2) throw e;
        return e.name + ": " + e.message;
    } finally {
        print("finally", n);
    }
}
for (var i = 0; i < 5; i++) {
    try { print("risky", risky(i)); } catch (e) { print("caught", e.name); }
}

var a = [];
for (i = 0; i < 500; i++) a.push((i * 7919) % 503);
a.sort(function (x, y) { return y - x; });
print("sort", a.slice(0, 8).join(), a.length, a.indexOf(17));
print("arrays", a.map(function (x) { return x % 3; }).filter(function (x) { return x; }).reduce(function (x, y) { return x + y; }, 0));

print("regexp", "2023-04-05 and 1999-12-31".replace(/(\d+)-(\d+)-(\d+)/g, "$3.$2.$1"));
print("regexp", /^(?:a|ab)(c|bcd)(d*)$/.exec("abcd").join("|"), "a1b22c333".split(/\d+/).join());
print("regexp", "x".concat(new Array(30).join("ab")).match(/(ab)*$/)[0].length);

print("numbers", 0.1 + 0.2, 1e21, 1 / 3, -0 === 0, parseInt("ff", 16), (255).toString(2), (1234.5678).toFixed(2), 5e-324);
print("numbers", 7 >>> 1, -7 >> 1, -7 >>> 28, ~5, 6 & 3, 6 ^ 3, 1 << 31, Math.max(1, 9, 4), Math.round(-2.5));
print("json", JSON.stringify(JSON.parse('{"a":[1,2,{"b":null}],"c":"\\u00e9\\n"}')));
print("date", new Date(86400000 * 365).toISOString());

var tree = function (n) { return n ? { left: tree(n - 1), right: tree(n - 1) } : null; };
function size(t) { return t ? 1 + size(t.left) + size(t.right) : 0; }
for (i = 0; i < 5; i++) print("garbage", size(tree(9)));
var text = "";
for (i = 0; i < 2000; i++) text += String.fromCharCode(97 + i % 26);
print("strings", text.length, text.substring(1000, 1026), text.lastIndexOf("xyz"));
label: for (i = 0; i < 3; i++) {
    for (var j = 0; j < 3; j++) {
        if (j == 2) continue label;
        if (i == 2) break label;
        switch (i * j) { case 0: print("switch zero", i, j); break; default: print("switch", i * j); }
    }
}
function deep(n) { return n ? 1 + deep(n - 1) : 0; }
print("deep", deep(20));
print("eval", eval("var q = 6; q * 7"), new Function("x", "return x + 1")(41));
