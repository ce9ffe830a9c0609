/* The trace that stands in the page, as columns of numbers, and how to find
 * one's way in them. */
'use strict';
const started = performance.now();
const $ = (id) => document.getElementById(id);
window.addEventListener('error', (event) => {
    document.body.dataset.error = event.message;
});

/* The trace --------------------------------------------------------------- */

const trace = JSON.parse($('trace').textContent);
$('trace').remove();
const texts = trace.texts;
const RUN = 0, IDLE = 1, BLOCKED = 2;

/* Numbers as page.c writes them. */
function reader(text) {
    const raw = atob(text), bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++)
        bytes[i] = raw.charCodeAt(i);
    let at = 0;
    const next = () => {
        let byte = bytes[at++], value = byte & 127, factor = 128;
        while (byte > 127) {
            byte = bytes[at++];
            value += (byte & 127) * factor;
            factor *= 128;
        }
        return value;
    };
    const signed = () => {
        const value = next();
        return value % 2 ? -(value + 1) / 2 : value / 2;
    };
    return { next, signed };
}

/* Columns by bar, in the order of lanes and, in each, of time. Texts and tasks
 * are numbers; -1 is none. */
function readBars() {
    const n = trace.barCount, { next, signed } = reader(trace.bars);
    const bars = {
        begin: new Float64Array(n), end: new Float64Array(n),
        kind: new Uint8Array(n), task: new Int32Array(n),
        stop: new Int32Array(n), place: new Int32Array(n),
        woken: new Int32Array(n), by: new Int32Array(n),
        busy: new Float64Array(n + 1), /* of the runs before it, in all */
    };
    let i = 0;
    for (const lane of lanes) {
        let time = 0;
        for (; i < lane.last; i++) {
            bars.begin[i] = time += signed();
            bars.end[i] = time += next();
            bars.kind[i] = next();
            bars.task[i] = next() - 1;
            bars.stop[i] = next() - 1;
            bars.place[i] = next() - 1;
            bars.woken[i] = next() - 1;
            bars.by[i] = next() - 1;
            bars.busy[i + 1] = bars.busy[i] +
                (bars.kind[i] === RUN ? bars.end[i] - bars.begin[i] : 0);
        }
    }
    return bars;
}

function readTasks() {
    const n = trace.taskCount, { next } = reader(trace.tasks);
    const tasks = {
        number: new Uint32Array(n), name: new Int32Array(n),
        parent: new Int32Array(n), spawned: new Int32Array(n),
    };
    for (let i = 0; i < n; i++) {
        tasks.number[i] = next();
        tasks.name[i] = next() - 1;
        tasks.parent[i] = next() - 1;
        tasks.spawned[i] = next() - 1;
    }
    return tasks;
}

function readArrows() {
    const n = trace.arrowCount, { next, signed } = reader(trace.arrows);
    const arrows = {
        from: new Float64Array(n), to: new Float64Array(n),
        kind: new Uint8Array(n), fromLane: new Uint32Array(n),
        toLane: new Uint32Array(n),
    };
    let time = 0;
    for (let i = 0; i < n; i++) {
        arrows.to[i] = time += signed();
        arrows.from[i] = time - signed();
        arrows.kind[i] = next();
        arrows.fromLane[i] = next();
        arrows.toLane[i] = next();
    }
    return arrows;
}

/* What is made when it is first asked for. */
function lazy(make) {
    let made;
    return () => made ??= make();
}

let bar = 0;
const lanes = trace.lanes.map(([name, count]) =>
    ({ name, first: bar, last: bar += count, rows: 0 }));
const bars = readBars(), tasks = readTasks();
const arrows = lazy(readArrows);

/* The bars of each task in the order of time: of task t those from
 * first[t] to before first[t + 1] in `bars`. */
const byTask = lazy(() => {
    const first = new Uint32Array(trace.taskCount + 1);
    for (const task of bars.task)
        if (task >= 0)
            first[task + 1]++;
    for (let t = 0; t < trace.taskCount; t++)
        first[t + 1] += first[t];
    const fill = first.slice(), index = new Uint32Array(first.at(-1));
    bars.task.forEach((task, i) => {
        if (task >= 0)
            index[fill[task]++] = i;
    });
    if (lanes.length > 1)
        for (let t = 0; t < trace.taskCount; t++)
            index.subarray(first[t], first[t + 1])
                .sort((a, b) => bars.begin[a] - bars.begin[b]);
    return { first, bars: index };
});

/* The bar in which its task goes on, or -1. */
function barAfter(i) {
    const { first, bars: index } = byTask(), task = bars.task[i];
    if (task < 0)
        return -1;
    const at = lowest(first[task], first[task + 1],
        (k) => bars.begin[index[k]] > bars.begin[i]);
    return at < first[task + 1] ? index[at] : -1;
}

/* The first number from low on, below high, of which it is true. */
function lowest(low, high, isTrue) {
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (isTrue(middle))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

const text = (i) => i < 0 ? '?' : texts[i];
const nameOf = (task) => task < 0 ? '' : text(tasks.name[task]);

/* The time in which tasks run on a lane up to some time. */
function busyUntil(lane, time) {
    const i = lowest(lane.first, lane.last, (k) => bars.end[k] > time);
    const part = i < lane.last && bars.kind[i] === RUN
        ? Math.max(0, time - bars.begin[i]) : 0;
    return bars.busy[i] - bars.busy[lane.first] + part;
}

function timeText(ns, digits = 3) {
    const size = Math.abs(ns);
    const [unit, name] = size >= 1e9 ? [1e9, 's'] : size >= 1e6 ? [1e6, 'ms']
        : size >= 1e3 ? [1e3, '\u00b5s'] : [1, 'ns'];
    return `${+(ns / unit).toPrecision(Math.max(digits,
        Math.ceil(Math.log10(size / unit + 1))))} ${name}`;
}
