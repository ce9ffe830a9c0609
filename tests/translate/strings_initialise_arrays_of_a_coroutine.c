// String literals, wide ones too, initialise arrays that live in a frame.
// elided: same
#include <wchar.h>

#include "../tick.h"

static async void test(void)
{
    char s[] = "abc";
    char exact[3] = {'x', 'y', 'z'};
    char longer[8] = "de";
    char braced[] = {"fg"};
    char joined[] = "h"
                    "i" "\0j";
    wchar_t wide[] = L"kl";
    const char *p = "pointer";
    const char *list[] = {"one", "two", [3] = "four"};
    char rows[][4] = {"r0", "r1"};
    unsigned char bytes[] = "\xff\x80";
    unsigned short sixteen[] = u"\u20ac";
    struct {
        char name[6];
        const char *pointer;
    } record = {"rec", "ord"};
    await tick(0);
    s[0] = 'A';
    await tick(0);
    say("%s %zu\n", s, sizeof s); // expect: Abc 4
    say("%.3s\n", exact); // expect: xyz
    say("%s %d %zu\n", longer, longer[7], sizeof longer); // expect: de 0 8
    say("%s %zu\n", braced, sizeof braced); // expect: fg 3
    say("%s %s %zu\n", joined, joined + 3, sizeof joined); // expect: hi j 5
    say("%d %zu\n", wide[1] == L'l', sizeof wide / sizeof *wide); // expect: 1 3
    say("%s\n", p); // expect: pointer
    say("%s %d %s\n", list[1], list[2] == NULL, list[3]); // expect: two 1 four
    say("%s %zu\n", rows[1], sizeof rows); // expect: r1 8
    say("%d %d\n", bytes[0], bytes[1]); // expect: 255 128
    say("%x\n", (unsigned)sixteen[0]); // expect: 20ac
    say("%s %s\n", record.name, record.pointer); // expect: rec ord
}
