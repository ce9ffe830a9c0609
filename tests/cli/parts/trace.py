# trace.py FILE: prints what a trace tells, without times, in its order:
#
#     run NAME: woken by WHOM; STOP at PLACE
#     spawn NAME -> NAME      (wake, move)
#     idle
#
# and fails if the times or the arrows of it make no sense.
import json
import sys

trace = json.load(open(sys.argv[1], encoding="utf-8"))
events = trace["traceEvents"]
names, last, runs, ends = {}, {}, [], {}

for event in events:
    if event["ph"] == "X":
        lane = event["tid"]
        assert event["dur"] >= 0 and event["ts"] >= last.get(lane, 0) - 0.0015
        last[lane] = event["ts"] + event["dur"]
        if event["cat"] == "run":
            names[event["args"]["task"]] = event["name"]
            runs.append(event)


def plain(name):
    return name.encode("unicode_escape").decode()


def run_at(end):
    for run in runs:
        if (run["tid"] == end["tid"] and
                run["ts"] - 0.0015 <= end["ts"] <= run["ts"] + run["dur"]):
            found = run["name"]
            if end["ph"] == "f" and run["ts"] != end["ts"]:
                continue
            return plain(found)
    raise AssertionError("an arrow ends nowhere: %s" % end)


for event in events:
    if event["ph"] == "M":
        continue
    if event["ph"] == "s":
        ends[event["id"]] = event
    elif event["ph"] == "f":
        begin = ends.pop(event["id"])
        assert begin["ts"] <= event["ts"] and begin["cat"] == event["cat"]
        print("%s %s -> %s" % (event["cat"], run_at(begin), run_at(event)))
    elif event["cat"] != "run":
        print(event["cat"])
    else:
        args = event["args"]
        line = "run %s:" % plain(event["name"])
        if "woken" in args:
            line += " woken by " + args["woken"]
        if "by" in args:
            line += " " + plain(names.get(args["by"], "?"))
        line += "; " + args["stop"]
        if "at" in args:
            line += " at " + args["at"]
        print(line)
assert not ends
print("dropped", trace["otherData"]["dropped"])
