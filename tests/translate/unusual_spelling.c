// Comments, line splices, digraphs, odd spacing and odd identifiers.
// flags: -Wno-comment
// elided: same
#include "../tick.h"

static /* comment */ async/**/int/* async */spaced(int/**/n)
<%
    int a<:2:> = <% n, n + 1 %>;
    return await/* await */tick(a<:1:>)+await
tick
(
n
)
;
%>

static async int spli\
ced(int n)
{
    int lo\
cal = aw\
ait tick(n);
    const char *s = "await tick(1) \
async {";
    await tick(0);
    return local + s[0]; // await nothing \
    and this too
}

static async int $dollar(int $)
{
    int a$b = await tick($);
    await tick(0);
    return a$b + $;
}

static async int größe(int länge)
{
    int breite = await tick(länge), \u00e9t\u00e9 = 2;
    await tick(0);
    return breite * länge * été;
}

static async int keywords_in_text(void)
{
    char c = '"', d = '\'', e = '{';
    const char *s = "await \" spawn // yield /* scope",
               *t = "}\\";
    await tick(0);
    return c + d + e + s[6] + t[0] + t[1] + L'x' + (int)sizeof u8"yz";
}

static async int numbers(void)
{
    double d = 0x1.8p1 + .5e0 + 1.;
    long long l = 0xffULL + 0b11 + 010;
    await tick(0);
    return (int)(d * 2) + (int)l;
}

static async void test(void)
{
    say("%d\n", await spaced(1)); // expect: 3
    say("%d\n", await spliced(1)); // expect: 98
    say("%d\n", await $dollar(4)); // expect: 8
    say("%d\n", await größe(3)); // expect: 18
    say("%d\n", await keywords_in_text()); // expect: 570
    say("%d\n", await numbers()); // expect: 275
}
