# A program with one large function: of which shape and how large, -v says;
# with -v plain=1 without Pirn's words, for --async-all.
#
#     awk -v shape=sum -v n=400 -f shape.awk

function times(text,   i, copy)
{
    for (i = 0; i < n; i++) {
        copy = text
        gsub(/@/, i, copy)
        gsub(/~/, plain ? "" : "await ", copy)
        print copy
    }
}

BEGIN {
    if (plain)
        print "static int g(int x) { return x + 1; }"
    else
        print "#include <pirn.h>\nasync int g(int x);"
    if (shape == "yields")
        print "generator int f(int n)\n{\nint s = 0;"
    else
        print (plain ? "" : "async ") "int f(int n)\n{\nint s = 0;"

    # Values that are used at once, in the end, or in one expression.
    if (shape == "straight") {
        times("int v@ = ~g(n + @); s += v@;")
    } else if (shape == "kept") {
        times("int v@ = ~g(n + @);")
        times("s += v@;")
    } else if (shape == "sum") {
        print "s ="
        times("~g(n + @) +")
        print "0;"
    } else if (shape == "list") {
        print "int a[] = {"
        times("~g(@),")
        print "}; s = a[n];"
    } else if (shape == "calls") { # one inside the other
        print "s ="
        times("~g(")
        print "n"
        times(")")
        print ";"
    } else if (shape == "conditions") {
        print "s ="
        times("(~g(@) && n) ? ~g(n) :")
        print "0;"

    # Statements beside each other and inside each other.
    } else if (shape == "elses") {
        times("if (n == @) { int x = ~g(@); n += x; } else")
        print "n = 0;"
    } else if (shape == "cases") {
        print "switch (n) {"
        times("case @: s += ~g(@); break;")
        print "}"
    } else if (shape == "loops") {
        times("for (int i@ = 0; i@ < n; i@++)")
        print "s += " (plain ? "" : "await ") "g(s);"
    } else if (shape == "blocks") {
        times("{ int v@ = ~g(n + s); s += v@;")
        times("s += v0; }")
    } else if (shape == "yields") {
        times("int v@ = n + @; yield v@;")
        times("s += v@;")
        print "yield s;"

    # What ends in an order of its own.
    } else if (shape == "scopes") {
        times("scope (s@, .timeout = n) { spawn g(n);" \
              "if (n == @) return await g(@);")
        times("} else n++;")
    } else if (shape == "defers") {
        times("defer await g(@); if (n == @) return await g(n);")
    } else {
        print "there is no shape " shape > "/dev/stderr"
        exit 1
    }
    print shape == "yields" ? "}" : "return s;\n}"
}
