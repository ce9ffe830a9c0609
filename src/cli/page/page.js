/* What the user does, and how it all begins. */

/* Pointing ---------------------------------------------------------------- */

/* The bar at a place of the canvas, or the nearest within three pixels. */
function barAt(x, y) {
    const lane = lanes.find((l) => y >= l.y - view.scroll &&
        y <= l.y - view.scroll + BAR);
    if (!lane || x < LEFT)
        return -1;
    const time = timeAt(x), near = 3 / scale();
    const i = lowest(lane.first, lane.last, (k) => bars.end[k] > time);
    if (i < lane.last && bars.begin[i] <= time)
        return i;
    const isRight = i < lane.last && bars.begin[i] - time < near;
    const isLeft = i > lane.first && time - bars.end[i - 1] < near;
    return isRight ? i : isLeft ? i - 1 : -1;
}

function tipLines(i) {
    const lines = [], task = bars.task[i], kind = bars.kind[i];
    const length = timeText(bars.end[i] - bars.begin[i]);
    lines.push(['', kind === IDLE ? 'the thread is idle'
        : kind === BLOCKED ? `the thread is blocked: ${text(bars.stop[i])}`
            : `${nameOf(task)} #${tasks.number[task]}`]);
    lines.push([kind === RUN ? 'runs' : 'for',
        `${length}, from ${timeText(bars.begin[i], 6)}`]);
    if (bars.woken[i] >= 0)
        lines.push(['woken by', bars.by[i] < 0 ? text(bars.woken[i])
            : `${text(bars.woken[i])}: ${nameOf(bars.by[i]) || 'task'} ` +
                `#${tasks.number[bars.by[i]]}`]);
    if (kind === RUN && bars.stop[i] >= 0)
        lines.push(['then', text(bars.stop[i])]);
    if (bars.place[i] >= 0)
        lines.push(['at', text(bars.place[i])]);
    const next = barAfter(i);
    if (next >= 0)
        lines.push(['for', timeText(bars.begin[next] - bars.end[i])]);
    if (task >= 0 && tasks.spawned[task] >= 0)
        lines.push(['spawned', text(tasks.spawned[task])]);
    return lines;
}

function showTip(i, event) {
    const tip = $('tip');
    tip.style.display = i < 0 ? 'none' : 'block';
    if (i < 0)
        return;
    tip.replaceChildren(...tipLines(i).map(([what, words]) => {
        const line = document.createElement(what ? 'div' : 'b');
        if (what) {
            const span = document.createElement('span');
            span.textContent = what;
            line.append(span, ' ');
        }
        line.append(words);
        return line;
    }));
    const x = event.clientX + 14, y = event.clientY + 16;
    tip.style.left = `${Math.min(x, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${y + tip.offsetHeight > innerHeight
        ? event.clientY - tip.offsetHeight - 10 : y}px`;
}

function zoom(factor, x = (LEFT + sizes.width) / 2) {
    const time = timeAt(x);
    show(time - (time - view.from) * factor, time + (view.to - time) * factor);
}

function move(share) {
    const by = (view.to - view.from) * share;
    show(view.from + by, view.to + by);
}

let drag = null;
const stage = $('lanes');
stage.onwheel = (event) => {
    event.preventDefault();
    showTip(-1);
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
        move((event.deltaX || event.deltaY) / sizes.width);
    else
        zoom(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 300))),
            Math.max(event.offsetX, LEFT));
};
stage.onpointerdown = (event) => {
    drag = { x: event.offsetX, y: event.offsetY, from: view.from, to: view.to,
        scroll: view.scroll, isFar: false };
    stage.setPointerCapture(event.pointerId);
};
stage.onpointermove = (event) => {
    if (!drag) {
        const i = barAt(event.offsetX, event.offsetY);
        if (i !== hovered) {
            hovered = i;
            redraw();
        }
        showTip(i, event);
        return;
    }
    const dx = event.offsetX - drag.x, dy = event.offsetY - drag.y;
    if (Math.abs(dx) + Math.abs(dy) < 4 && !drag.isFar)
        return;
    drag.isFar = true;
    stage.classList.add('drag');
    showTip(-1);
    view.scroll = drag.scroll - dy;
    show(drag.from - dx / scale(), drag.to - dx / scale());
};
stage.onpointerup = (event) => {
    const isClick = drag && !drag.isFar;
    drag = null;
    stage.classList.remove('drag');
    if (!isClick)
        return;
    const i = barAt(event.offsetX, event.offsetY);
    choose(i < 0 ? -1 : bars.task[i]);
};
stage.ondblclick = (event) => {
    const i = barAt(event.offsetX, event.offsetY);
    if (i >= 0)
        showBar(i);
};
stage.onpointerleave = () => {
    showTip(-1);
    hovered = -1;
    redraw();
};

function overviewTo(event) {
    if (!(event.buttons & 1))
        return;
    const time = (event.offsetX - LEFT) / (sizes.width - LEFT) * whole;
    const half = (view.to - view.from) / 2;
    show(time - half, time + half);
}
$('overview').onpointerdown = overviewTo;
$('overview').onpointermove = overviewTo;

/* Keys and buttons --------------------------------------------------------- */

function setTheme(isDark) {
    document.documentElement.classList.toggle('dark', isDark);
    readStyle();
    redraw();
}
const isDark = () => document.documentElement.classList.contains('dark');
const showAll = () => show(-whole * 0.01, whole * 1.01);

const keys = {
    '+': () => zoom(0.6), '=': () => zoom(0.6), '-': () => zoom(1 / 0.6),
    ArrowLeft: () => move(-0.2), ArrowRight: () => move(0.2),
    ArrowUp: () => { view.scroll -= 60; redraw(); },
    ArrowDown: () => { view.scroll += 60; redraw(); },
    0: showAll, n: showNext, t: () => setTheme(!isDark()),
    '/': () => $('search').focus(), '?': () => $('keys').showModal(),
    Escape: () => search(''),
};
document.onkeydown = (event) => {
    const isTyping = event.target === $('search');
    if (isTyping && event.key === 'Enter')
        showNext();
    if (isTyping && event.key === 'Escape')
        $('search').blur();
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key] ||
        (isTyping && event.key !== 'Escape'))
        return;
    event.preventDefault();
    keys[event.key]();
};
$('search').oninput = () => search($('search').value);
$('fit').onclick = showAll;
$('theme').onclick = () => setTheme(!isDark());
$('help').onclick = () => $('keys').showModal();
for (const button of document.querySelectorAll('nav button'))
    button.onclick = () => {
        table.tab = button.dataset.tab;
        fillTable();
    };

/* Beginning ---------------------------------------------------------------- */

/* #find=NAME, #from=NS&to=NS, #tab=places, #dark or #light, and #measure, which
 * tells how long it takes to draw. */
function obey(hash) {
    const wanted = new URLSearchParams(hash.slice(1));
    if (wanted.has('dark') || wanted.has('light'))
        setTheme(wanted.has('dark'));
    if (wanted.has('from'))
        show(+wanted.get('from'), +wanted.get('to'));
    if (columns[wanted.get('tab')])
        table.tab = wanted.get('tab');
    if (wanted.has('find'))
        search(wanted.get('find'));
    if (wanted.has('measure'))
        measure();
}

/* The whole, and ever smaller parts of it. What is drawn may be done later: so
 * at last something is read. */
function measure() {
    const COUNT = 40, times = [], begin = performance.now();
    for (let k = 0; k < COUNT; k++) {
        const span = whole * 0.7 ** k, middle = whole * (0.2 + 0.015 * k);
        view.from = middle - span / 2;
        view.to = middle + span / 2;
        const before = performance.now();
        drawAll();
        times.push(performance.now() - before);
    }
    stage.getContext('2d').getImageData(0, 0, 1, 1);
    const mean = (performance.now() - begin) / COUNT;
    document.body.dataset.draw = mean.toFixed(1);
    document.body.dataset.slowest = Math.max(...times).toFixed(1);
    showAll();
}

function summary() {
    const count = (n, what) => `${n.toLocaleString('en')} ${what}` +
        (n === 1 ? '' : 's');
    const lost = trace.dropped
        ? `, ${count(trace.dropped, 'earlier event')} lost` : '';
    return `${timeText(trace.end)}: ${count(lanes.length, 'thread')}, ` +
        `${count(trace.taskCount, 'task')}, ${count(trace.barCount, 'bar')}, ` +
        `${count(trace.arrowCount, 'arrow')}${lost}`;
}

/* What need not be there at once. */
function finish() {
    obey(location.hash);
    fillTable();
    document.body.dataset.ready = 'yes';
}

function begin() {
    document.querySelector('h1').textContent = trace.program || 'trace';
    document.title = `${trace.program || 'trace'} - pirn view`;
    $('summary').textContent = summary();
    setTheme(matchMedia('(prefers-color-scheme: dark)').matches);
    placeLanes();
    view.from = -whole * 0.01;
    view.to = whole * 1.01;
    drawAll();
    Object.assign(document.body.dataset, {
        lanes: lanes.length, bars: trace.barCount, tasks: trace.taskCount,
        arrows: trace.arrowCount, load: (performance.now() - started).toFixed(0),
    });
    if (location.hash)
        finish();
    else
        setTimeout(finish);
    new ResizeObserver(redraw).observe($('stage'));
}

begin();
