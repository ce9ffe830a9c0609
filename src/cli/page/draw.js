/* What is shown, and how it is drawn. */

/* State ------------------------------------------------------------------- */

const palette = ['#7d90a5', '#e8853d', '#3a87c8', '#4fa65b', '#b569b0',
    '#c9a227', '#d65a5c', '#3fa9a6', '#9a735c', '#7a7fd0', '#8aa83c', '#c76a96'];
const colours = new Map();
for (const name of tasks.name)
    if (!colours.has(name))
        colours.set(name, palette[colours.size % palette.length]);
const colourOf = (task) => colours.get(tasks.name[task]) ?? palette[0];

const whole = Math.max(trace.end, 1);
const view = { from: 0, to: whole, scroll: 0 };
const chosen = { task: -1, place: -1, stop: -1 };
let found = null; /* by task: 1 if its name has what is searched for */
let hovered = -1;

function show(from, to) {
    const span = Math.min(Math.max(to - from, 20), whole * 1.04);
    from = Math.min(Math.max(from, -whole * 0.02), whole * 1.02 - span);
    view.from = from;
    view.to = from + span;
    redraw();
}

function showBar(i) {
    const span = Math.min(view.to - view.from,
        Math.max((bars.end[i] - bars.begin[i]) * 4, whole / 5e4));
    show(bars.begin[i] - span / 2, bars.begin[i] + span / 2);
    const lane = lanes.find((l) => i < l.last);
    view.scroll = Math.max(0, lane.y - sizes.height / 2);
}

const isChosen = () => found || chosen.task >= 0 || chosen.place >= 0;
function isLit(i) {
    const task = bars.task[i];
    return chosen.task >= 0 ? task === chosen.task
        : chosen.place >= 0 ? bars.place[i] === chosen.place &&
            bars.stop[i] === chosen.stop
        : found ? task >= 0 && found[task] === 1 : true;
}

function choose(task, place = -1, stop = -1) {
    Object.assign(chosen, { task, place, stop });
    redraw();
    fillTable();
}

/* Drawing ----------------------------------------------------------------- */

const LEFT = 108, RULER = 26, ROW = 13, FONT = getComputedStyle(document.body)
    .fontFamily;
const FEW = 24; /* with so few tasks each has a line where it waits */
const dense = lanes.length > 60 ? 16 : lanes.length > 12 ? 28 : 46;
const BAR = dense === 46 ? 26 : dense === 28 ? 20 : 11;
const sizes = { width: 0, height: 0, all: 0 };
const style = {};
let patterns = {};

/* On each lane, which line has which task. */
function placeLanes() {
    const rows = lanes.map(() => new Map());
    if (trace.taskCount <= FEW && trace.barCount < 1e5)
        lanes.forEach((lane, at) => {
            for (let i = lane.first; i < lane.last; i++) {
                const next = barAfter(i);
                if (next >= 0 && !isThreadBlocked(i, lane) &&
                    !rows[at].has(bars.task[i]))
                    rows[at].set(bars.task[i], rows[at].size);
            }
        });
    let y = RULER + 8;
    lanes.forEach((lane, at) => {
        lane.rows = rows[at];
        lane.y = y;
        y += dense + (lane.rows.size ? lane.rows.size * ROW + 2 : 0);
    });
    sizes.all = y;
}

/* The task of a bar waits, and its thread with it. */
const isThreadBlocked = (i, lane) =>
    i + 1 < lane.last && bars.kind[i + 1] === BLOCKED;

function hatch(context, colour) {
    const tile = document.createElement('canvas');
    tile.width = tile.height = 8;
    const c = tile.getContext('2d');
    c.strokeStyle = colour;
    c.lineWidth = 1.5;
    c.beginPath();
    for (const x of [-8, 0, 8]) {
        c.moveTo(x - 1, 9);
        c.lineTo(x + 9, -1);
    }
    c.stroke();
    return context.createPattern(tile, 'repeat');
}

function readStyle() {
    const css = getComputedStyle(document.documentElement);
    for (const name of ['ground', 'panel', 'line', 'text', 'soft', 'accent',
        'idle', 'blocked', 'spawn', 'wake', 'move'])
        style[name] = css.getPropertyValue(`--${name}`).trim();
    const context = $('lanes').getContext('2d');
    patterns = { [IDLE]: hatch(context, style.idle),
        [BLOCKED]: hatch(context, style.blocked) };
}

function fitCanvas(canvas) {
    const ratio = devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (canvas.width !== Math.round(width * ratio) ||
        canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
    }
    const context = canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    return { context, width, height };
}

const scale = () => (sizes.width - LEFT) / (view.to - view.from);
const xOf = (time) => LEFT + (time - view.from) * scale();
const timeAt = (x) => view.from + (x - LEFT) / scale();

function drawBar(c, i, y) {
    const x = Math.max(xOf(bars.begin[i]), LEFT - 4);
    const width = Math.max(Math.min(xOf(bars.end[i]), sizes.width + 4) - x, 1);
    const kind = bars.kind[i];
    c.globalAlpha = kind !== RUN || isLit(i) ? 1 : 0.16;
    if (kind === RUN) {
        c.fillStyle = colourOf(bars.task[i]);
        c.fillRect(x, y, width, BAR);
        if (width > 26 && BAR > 14)
            label(c, nameOf(bars.task[i]), x + 5, y, width - 9, '#fff', 600);
    } else {
        c.fillStyle = patterns[kind];
        c.fillRect(x, y, width, BAR);
        if (kind === BLOCKED && width > 70 && BAR > 14)
            label(c, text(bars.stop[i]), x + 6, y, width - 12, style.text, 400,
                style.ground);
    }
    if (width > 3 && (i === hovered || (chosen.task >= 0 &&
        bars.task[i] === chosen.task))) {
        c.strokeStyle = style.text;
        c.lineWidth = 1.5;
        c.strokeRect(x + 0.75, y + 0.75, width - 1.5, BAR - 1.5);
    }
    c.globalAlpha = 1;
}

function label(c, words, x, y, room, colour, weight, halo) {
    c.font = `${weight} 12px ${FONT}`;
    let width = c.measureText(words).width;
    while (width > room && words.length > 1) {
        words = `${words.slice(0, Math.max(1, Math.min(words.length - 2,
            Math.floor(words.length * room / width) - 1)))}\u2026`;
        width = c.measureText(words).width;
        if (words.length <= 2 && width > room)
            return;
    }
    if (halo) {
        c.strokeStyle = halo;
        c.lineWidth = 4;
        c.strokeText(words, x, y + BAR / 2 + 0.5);
    }
    c.fillStyle = colour;
    c.fillText(words, x, y + BAR / 2 + 0.5);
}

/* Bars narrower than a pixel that begin in the same one are drawn together,
 * as high as the share of its time in which something runs. Returns the bar
 * that comes next. */
function drawColumn(c, i, lane, y) {
    const x = Math.floor(xOf(bars.begin[i])), until = timeAt(x + 1);
    let next = lowest(i + 1, lane.last, (k) => bars.begin[k] >= until);
    if (next - 1 > i && (bars.end[next - 1] - bars.begin[next - 1]) *
        scale() >= 1)
        next--;
    const share = Math.min(1, (bars.busy[next] - bars.busy[i]) * scale());
    let lit = !isChosen();
    for (let k = i; k < Math.min(next, i + 50) && !lit; k++)
        lit = bars.kind[k] === RUN && isLit(k);
    if (share === 0)
        return next;
    const height = Math.max(3, share * BAR);
    let middle = (i + next) >>> 1;
    if (bars.task[middle] < 0)
        middle = bars.task[i] >= 0 ? i : Math.min(middle + 1, next - 1);
    c.globalAlpha = lit ? 1 : 0.16;
    c.fillStyle = bars.task[middle] < 0 ? style.soft
        : colourOf(bars.task[middle]);
    c.fillRect(x, y + BAR - height, 1, height);
    c.globalAlpha = 1;
    return next;
}

function drawLane(c, lane) {
    const y = lane.y - view.scroll, pixel = 1 / scale();
    c.fillStyle = style.line;
    c.fillRect(LEFT, y + BAR, sizes.width - LEFT, 1);
    let i = lowest(lane.first, lane.last, (k) => bars.end[k] > view.from);
    while (i < lane.last && bars.begin[i] < view.to) {
        if (bars.end[i] - bars.begin[i] >= pixel)
            drawBar(c, i++, y);
        else
            i = drawColumn(c, i, lane, y);
    }
    if (lane.rows.size)
        drawWaits(c, lane, y + BAR + 9);
}

/* A line from where a task stops on the lane to where it goes on. */
function drawWaits(c, lane, y) {
    c.lineWidth = 1.5;
    c.setLineDash([4, 3]);
    for (let i = lane.first; i < lane.last && bars.end[i] < view.to; i++) {
        const next = bars.task[i] < 0 ? -1 : barAfter(i);
        if (next < 0 || isThreadBlocked(i, lane) ||
            bars.begin[next] < view.from)
            continue;
        const x = xOf(bars.end[i]), end = xOf(bars.begin[next]);
        if (end - x < 2)
            continue;
        const at = y + lane.rows.get(bars.task[i]) * ROW;
        c.globalAlpha = isLit(i) ? 1 : 0.16;
        c.strokeStyle = colourOf(bars.task[i]);
        c.beginPath();
        c.moveTo(x, at);
        c.lineTo(end, at);
        c.stroke();
        const words = `${nameOf(bars.task[i])} ${text(bars.stop[i])}`;
        const left = Math.max(x, LEFT), room = Math.min(end, sizes.width) - left;
        c.font = `11px ${FONT}`;
        const width = c.measureText(words).width;
        if (width + 16 < room) {
            c.fillStyle = style.ground;
            c.fillRect(left + room / 2 - width / 2 - 4, at - 6, width + 8, 12);
            c.fillStyle = style.soft;
            c.fillText(words, left + room / 2 - width / 2, at + 0.5);
        }
    }
    c.globalAlpha = 1;
    c.setLineDash([]);
}

/* Those that have an end in view, unless there are too many to be seen. */
function drawArrows(c) {
    const MOST = 1500, all = arrows(), n = trace.arrowCount;
    const first = lowest(0, n, (k) => all.to[k] >= view.from);
    const last = lowest(first, n,
        (k) => all.to[k] > view.to + (view.to - view.from));
    if (last - first > MOST)
        return;
    c.lineWidth = 1.2;
    for (let i = first; i < last; i++) {
        const x = xOf(all.from[i]), to = xOf(all.to[i]);
        const from = lanes[all.fromLane[i]], lane = lanes[all.toLane[i]];
        if (all.from[i] > view.to || (from === lane && to - x < 5))
            continue;
        const y = from.y - view.scroll, toY = lane.y - view.scroll;
        if (Math.max(y, toY) < 0 || Math.min(y, toY) > sizes.height)
            continue;
        c.strokeStyle = c.fillStyle =
            [style.spawn, style.wake, style.move][all.kind[i]];
        c.globalAlpha = isChosen() ? 0.35 : 0.9;
        const isDown = toY > y, end = from === lane ? toY
            : isDown ? toY - 1 : toY + BAR + 1;
        c.beginPath();
        if (from === lane) {
            c.moveTo(x, y);
            c.bezierCurveTo(x + 3, y - 12, to - 3, y - 12, to, end);
        } else {
            const begin = isDown ? y + BAR : y, middle = (begin + end) / 2;
            c.moveTo(x, begin);
            c.bezierCurveTo(x, middle, to, middle, to, end);
        }
        c.stroke();
        const tip = from === lane || isDown ? -6 : 6;
        c.beginPath();
        c.moveTo(to, end);
        c.lineTo(to - 3, end + tip);
        c.lineTo(to + 3, end + tip);
        c.fill();
    }
    c.globalAlpha = 1;
}

/* What is found is seen, however narrow it is, if it is not much. */
function drawMarks(c) {
    const MOST = 2e4, { first, bars: index } = byTask();
    const list = chosen.task >= 0 ? [chosen.task] : foundTasks;
    let left = MOST;
    if (list.length > MOST)
        return;
    c.fillStyle = style.accent;
    for (const task of list) {
        let k = lowest(first[task], first[task + 1],
            (at) => bars.end[index[at]] > view.from), before = -1;
        for (; k < first[task + 1] && left-- > 0 &&
            bars.begin[index[k]] < view.to; k++) {
            const x = Math.floor(xOf(bars.begin[index[k]]));
            if (x === before)
                continue;
            before = x;
            const lane = laneOf(index[k]);
            c.fillRect(Math.max(x, LEFT), lane.y - view.scroll - 5, 2, 4);
        }
    }
}

const laneOf = (i) => lanes[lowest(0, lanes.length, (k) => lanes[k].last > i)];

function tickStep(span, room) {
    let step = 1;
    for (let k = 0; span / step > room; k++)
        step *= [2, 2.5, 2][k % 3];
    return step;
}

function drawRuler(c) {
    const step = tickStep(view.to - view.from, (sizes.width - LEFT) / 110);
    c.fillStyle = style.panel;
    c.fillRect(0, 0, sizes.width, RULER - 2);
    c.font = `11px ${FONT}`;
    const digits = Math.max(3, Math.ceil(Math.log10(
        Math.max(view.to, 1) / step)) + 2);
    for (let t = Math.ceil(Math.max(view.from, 0) / step) * step;
        t <= Math.min(view.to, whole * 1.02); t += step) {
        const x = xOf(t);
        c.fillStyle = style.line;
        c.fillRect(x, RULER - 8, 1, sizes.height);
        c.fillStyle = style.soft;
        c.fillText(timeText(t, digits), x + 4, RULER / 2);
    }
    c.fillStyle = style.line;
    c.fillRect(0, RULER - 2, sizes.width, 1);
}

function drawNames(c, visible) {
    c.fillStyle = style.panel;
    c.fillRect(0, RULER - 1, LEFT - 6, sizes.height);
    c.fillStyle = style.line;
    c.fillRect(LEFT - 6, 0, 1, sizes.height);
    for (const lane of visible) {
        const y = lane.y - view.scroll;
        if (y < RULER - BAR)
            continue;
        const busy = (busyUntil(lane, view.to) - busyUntil(lane, view.from)) /
            (view.to - view.from);
        c.fillStyle = style.text;
        c.font = `600 ${BAR > 14 ? 12 : 10}px ${FONT}`;
        c.fillText(lane.name, 12, y + (dense === 46 ? 7 : BAR / 2));
        if (dense < 46)
            continue;
        c.fillStyle = style.soft;
        c.font = `11px ${FONT}`;
        c.fillText(`${+(busy * 100).toPrecision(2)} % busy`, 12, y + 22);
    }
    c.clearRect(0, 0, LEFT - 6, RULER - 2);
    c.fillStyle = style.panel;
    c.fillRect(0, 0, LEFT - 6, RULER - 2);
}

function drawLanes() {
    const { context: c, width, height } = fitCanvas($('lanes'));
    Object.assign(sizes, { width, height });
    view.scroll = Math.max(0, Math.min(view.scroll, sizes.all - height + 10));
    c.textBaseline = 'middle';
    const first = lowest(0, lanes.length,
        (k) => k + 1 === lanes.length || lanes[k + 1].y - view.scroll > 0);
    const last = lowest(first, lanes.length,
        (k) => lanes[k].y - view.scroll > height);
    const visible = lanes.slice(first, last);
    drawRuler(c);
    c.save();
    c.beginPath();
    c.rect(LEFT - 5, RULER - 1, width, height);
    c.clip();
    for (const lane of visible)
        drawLane(c, lane);
    drawArrows(c);
    if (chosen.task >= 0 || found)
        drawMarks(c);
    c.restore();
    drawNames(c, visible);
}

/* How busy the lanes are, for each pixel: a picture that is made once. */
const load = { width: 0, share: null };
function measureLoad(width) {
    const some = lanes.slice(0, 256), share = new Float32Array(width);
    for (const lane of some) {
        let before = 0;
        for (let x = 0; x < width; x++) {
            const now = busyUntil(lane, (x + 1) / width * whole);
            share[x] += (now - before) / (whole / width) / some.length;
            before = now;
        }
    }
    Object.assign(load, { width, share });
}

function drawOverview() {
    const { context: c, width, height } = fitCanvas($('overview'));
    const room = Math.max(1, Math.floor(width - LEFT));
    if (load.width !== room)
        measureLoad(room);
    c.fillStyle = style.spawn;
    c.globalAlpha = 0.55;
    for (let x = 0; x < room; x++) {
        const high = load.share[x] ? Math.max(1, load.share[x] * (height - 8))
            : 0;
        c.fillRect(LEFT + x, height - high, 1, high);
    }
    c.globalAlpha = 1;
    c.fillStyle = style.soft;
    c.font = `11px ${FONT}`;
    c.textBaseline = 'middle';
    c.fillText('overview', 12, height / 2);
    const x = LEFT + view.from / whole * room;
    const end = LEFT + view.to / whole * room;
    c.fillStyle = style.ground;
    c.globalAlpha = 0.7;
    c.fillRect(LEFT, 0, x - LEFT, height);
    c.fillRect(end, 0, width - end, height);
    c.globalAlpha = 1;
    c.strokeStyle = style.accent;
    c.strokeRect(x + 0.5, 0.5, Math.max(2, end - x - 1), height - 1);
}

let isDue = false;
function redraw() {
    if (isDue)
        return;
    isDue = true;
    requestAnimationFrame(drawAll);
}
function drawAll() {
    isDue = false;
    drawLanes();
    drawOverview();
}
