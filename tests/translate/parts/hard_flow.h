/* Control flow and initialisers that are hard, as functions of KIND, named by
 * NAME, in which WAIT(n) is n. */

static KIND NAME(chosen)(int x)
{
    return _Generic(x, int : 1, default : 2) +
           _Generic((char)WAIT(x), char : 10, default : 20);
}

static KIND NAME(computed)(int n)
{
    static void *const tab[] = {&&a, &&b, &&c, &&end};
    int s = 0, i = 0;
    goto *tab[WAIT(n) & 3];
a:
    s += WAIT(1);
    if (i++ < 3)
        goto *tab[WAIT(i) & 3];
b:
    s += 10 * WAIT(2);
    if (i++ < 3)
        goto *(WAIT(s & 1) ? tab[0] : &&c);
c:
    s += 100;
    goto *tab[3 - (WAIT(i++ < 4))];
end:
    return s;
}

static KIND NAME(duff)(int n)
{
    int k = 0, m = (n + 3) / 4;
    switch (WAIT(n) % 4) {
    case 0:
        do {
            k += WAIT(1);
        case 3:
            k += WAIT(10);
        case 2: {
            int z = WAIT(k);
            k += z & 1;
        case 1:
            k += WAIT(100);
            z = 4;
            k += z;
        }
        } while (--m > WAIT(0));
    }
    return k;
}

static KIND NAME(ranges)(int n)
{
    int r = 0;
    for (int i = -2; i < n; i++)
        switch (WAIT(i)) {
        case -5 ... - 1:
            r += WAIT(1);
            continue;
        case 0 ... 2:
            r += 10;
            if (WAIT(i))
                break; /* fall */
        case 3:
            r += WAIT(100);
            break;
        default:
            if (i == 5)
                goto out;
            r += WAIT(i) * 1000;
            if (i == 4)
                break;
            r += 5;
        }
out:
    return r;
}

static KIND NAME(initialisers)(int n)
{
    struct {
        int a[4];
        struct {
            int x : 3;
            unsigned y : 5;
        } b;
        const char *s;
        int (*p)[2];
    } v = {.b.y = WAIT(n + 20),
           .a = {[2] = WAIT(2), 7, [0] = WAIT(1)},
           .b.x = WAIT(-1),
           .s = &"x"[WAIT(0)],
           .p = &(int[]){WAIT(8), WAIT(9)} == 0 ? 0 : &(int[2]){WAIT(5), 6}};
    return v.a[0] + v.a[1] * 2 + v.a[2] * 3 + v.a[3] * 4 + v.b.x * 5 +
           v.b.y * 6 + v.s[0] + (*v.p)[0] * 1000;
}

static KIND NAME(conditions)(int n)
{
    int x = n ? WAIT(1) ? WAIT(0) ?: 7 : WAIT(3) : (WAIT(4), WAIT(5));
    x += (WAIT(1) && WAIT(0)) || (WAIT(0) || WAIT(2)) ? 10 : 20;
    x <<= WAIT(1) + (WAIT(1) ? sizeof(int[x]) / sizeof(int) > 3 : 0);
    return x;
}

static KIND NAME(sizes)(int n)
{
    int sum = 0;
    for (int i = 1; i < n; i++) {
        {
            int a[i][WAIT(2)];
            a[i - 1][1] = i;
            sum += a[i - 1][1] + (int)sizeof a;
        }
        {
            int b[WAIT(i) + 1];
            int(*p)[i + 1] = &b;
            (*p)[i] = 3;
            sum += (*p)[i];
        }
        typedef int row[3];
        row r = {WAIT(i)};
        sum += r[0] + r[2];
    }
    return sum;
}
