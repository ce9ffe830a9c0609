# trace.py FILE: prints what a trace tells, without times, in its order:
#
#     run NAME: woken by WHOM; STOP at PLACE
#     idle
#     spawn NAME -> NAME      (wake, move)
#
# and fails if a reader of the Trace Event Format would leave out something of it
# or show it in the wrong place: slices of a thread must not overlap, and arrows
# must begin and end inside of them, when all is put in the order of its times
# and, of one time, in that of the file.
import json
import sys

trace = json.load(open(sys.argv[1], encoding="utf-8"))
events = trace["traceEvents"]
names, begun, lanes, threads = {}, {}, {}, {}


def ns(event, key):
    # Readers round, or cut off.
    value = event[key] * 1000
    assert int(value) == round(value) >= 0, (key, event)
    return int(value)


def plain(name):
    return name.encode("unicode_escape").decode()


for event in events:
    assert event["pid"] == events[0]["pid"]
    if event["ph"] == "M":
        key = event["name"], event.get("tid")
        assert key not in threads, key
        threads[key] = event["args"]
        continue
    assert ("thread_name", event["tid"]) in threads, event
    lane = lanes.setdefault(event["tid"], [])
    time = ns(event, "ts")
    if event["ph"] == "X":
        end = time + ns(event, "dur")
        assert end > time, event
        assert not lane or lane[-1][1] <= time, (lane[-1], event)
        lane.append((time, end, event))
        if event["cat"] == "run":
            names[event["args"]["task"]] = event["name"]

tops = {}  # of each thread, its slice that has begun last


def slice_of(event):
    begin, end, found = tops[event["tid"]]
    assert begin <= ns(event, "ts") < end and found["cat"] == "run", (
        event, found)
    return found


drawn = {}
for event in sorted((e for e in events if e["ph"] != "M"),
                    key=lambda e: ns(e, "ts")):
    if event["ph"] == "X":
        time = ns(event, "ts")
        tops[event["tid"]] = time, time + ns(event, "dur"), event
    elif event["ph"] == "s":
        assert event["id"] not in begun
        begun[event["id"]] = event, slice_of(event)
    else:
        assert event["ph"] == "f" and event["bp"] == "e"
        begin, source = begun[event["id"]]
        found = slice_of(event)
        assert begin["cat"] == event["cat"] == event["name"] == begin["name"]
        assert found["ts"] == event["ts"], "it ends where the run begins"
        assert event["cat"] != "move" or (
            source["args"]["task"] == found["args"]["task"])
        assert event["cat"] == "move" or (
            source["args"]["task"] == found["args"]["by"])
        assert event["id"] not in drawn
        drawn[event["id"]] = plain(source["name"]), plain(found["name"])

for event in events:
    if event["ph"] in "Ms":
        continue
    if event["ph"] == "f":
        print("%s %s -> %s" % (event["cat"], *drawn[event["id"]]))
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
assert len(drawn) == len(begun)
print("dropped", trace["otherData"]["dropped"])
