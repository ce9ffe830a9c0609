# growth.py SLACK NOISE OUT.N...: files of callgrind for programs that were given
# N. Prints the instructions of each part at each N, and "grows" behind those that
# grow faster than n log n. SLACK is a factor for what is doubled now and then, and
# NOISE a number of instructions, for those of idle workers. What a program does at
# its end is the part "at exit".
import math
import re
import sys

slack, noise = float(sys.argv[1]), float(sys.argv[2])
counts = {}
for path in sys.argv[3:]:
    text = open(path, encoding="utf-8").read()
    n = int(path.split(".")[1])
    part = re.search(r"^desc: Trigger: Client Request: (.*)$", text, re.M)
    total = re.search(r"^(?:totals|summary): (\d+)", text, re.M)
    name = part.group(1) if part else "at exit"
    counts.setdefault(name, {})[n] = int(total.group(1))

for name, of in sorted(counts.items()):
    first = min(of)
    grows = any(of[n] > noise + slack * of[first] * n * math.log(n) /
                (first * math.log(first)) for n in of)
    print(f"{name}:", *(of[n] for n in sorted(of)), "grows" if grows else "")
