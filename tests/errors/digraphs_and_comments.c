// Digraphs, and comments that end before code.
#include <pirn.h>
async int g(int n);
async int f(int n)
<%
    scope (s) <%
        task(int) t<:2:> = <%spawn g("x"), spawn g(2)%>; // says: 38
        /* Its end
           is here: */ (await t<:0:>); n + 1; // says: 42
        /* "not
           a string */ await t<:1:>; missing(); // says: 38
        await g(/* it's */ "y"); // says: 28
    %>
    return n;
%>
