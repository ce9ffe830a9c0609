/* The table below the lanes, and searching. */

/* The table --------------------------------------------------------------- */

/* Of each task: how often and how long it ran, waited, and the longest of its
 * waits; and the same of the waits at each place. */
const sums = lazy(() => {
    const n = trace.taskCount, { first, bars: index } = byTask();
    const task = { runs: new Uint32Array(n), run: new Float64Array(n),
        wait: new Float64Array(n), longest: new Float64Array(n) };
    const places = new Map();
    for (let t = 0; t < n; t++) {
        for (let k = first[t]; k < first[t + 1]; k++) {
            const i = index[k];
            task.runs[t]++;
            task.run[t] += bars.end[i] - bars.begin[i];
            if (k + 1 === first[t + 1])
                continue;
            const wait = bars.begin[index[k + 1]] - bars.end[i];
            task.wait[t] += wait;
            task.longest[t] = Math.max(task.longest[t], wait);
            const key = bars.place[i] * 65536 + bars.stop[i];
            let place = places.get(key);
            if (!place)
                places.set(key, place = { place: bars.place[i],
                    stop: bars.stop[i], count: 0, wait: 0, longest: 0 });
            place.count++;
            place.wait += wait;
            place.longest = Math.max(place.longest, wait);
        }
    }
    return { task, places: [...places.values()] };
});

const names = lazy(() => {
    const { task } = sums(), rows = new Map();
    for (let t = 0; t < trace.taskCount; t++) {
        let row = rows.get(tasks.name[t]);
        if (!row)
            rows.set(tasks.name[t], row = { name: tasks.name[t], task: t,
                count: 0, runs: 0, run: 0, wait: 0, longest: 0 });
        row.count++;
        row.runs += task.runs[t];
        row.run += task.run[t];
        row.wait += task.wait[t];
        row.longest = Math.max(row.longest, task.longest[t]);
    }
    return [...rows.values()];
});

const ROWS = 200; /* as many are shown */
const table = { tab: 'tasks', key: 'run' };

/* The greatest first, without sorting all of them. */
function greatest(count, valueOf, isWanted) {
    const best = [];
    let total = 0;
    for (let i = 0; i < count; i++) {
        if (!isWanted(i))
            continue;
        total++;
        const value = valueOf(i);
        if (best.length === ROWS && value <= valueOf(best[ROWS - 1]))
            continue;
        best.splice(lowest(0, best.length, (k) => valueOf(best[k]) < value),
            0, i);
        best.length = Math.min(best.length, ROWS);
    }
    return { best, total };
}

const columns = {
    tasks: [['task'], ['runs', 'runs'], ['run', 'time run'],
        ['wait', 'time waited'], ['longest', 'longest wait']],
    names: [['name'], ['count', 'tasks'], ['runs', 'runs'],
        ['run', 'time run'], ['wait', 'time waited'],
        ['longest', 'longest wait']],
    places: [['place'], ['count', 'waits'], ['wait', 'time waited'],
        ['longest', 'longest wait']],
};

function rowsOf(tab) {
    if (tab === 'tasks') {
        const { task } = sums(), { best, total } = greatest(trace.taskCount,
            (t) => task[table.key][t], (t) => !found || found[t] === 1);
        return { total, rows: best.map((t) => ({
            title: nameOf(t), colour: colourOf(t),
            note: `#${tasks.number[t]}`, isOn: chosen.task === t,
            values: (key) => task[key][t],
            pick: () => {
                choose(chosen.task === t ? -1 : t);
                if (chosen.task === t)
                    showTask(t);
            },
        })) };
    }
    const isPlace = tab === 'places', all = isPlace ? sums().places : names();
    const { best, total } = greatest(all.length, (i) => all[i][table.key],
        (i) => isPlace || !found || found[all[i].task] === 1);
    return { total, rows: best.map((i) => ({
        title: text(isPlace ? all[i].place : all[i].name),
        colour: isPlace ? null : colourOf(all[i].task),
        note: isPlace ? text(all[i].stop) : '',
        isOn: isPlace && chosen.place === all[i].place &&
            chosen.stop === all[i].stop,
        values: (key) => all[i][key],
        pick: () => {
            if (!isPlace)
                search(nameOf(all[i].task));
            else if (chosen.place === all[i].place)
                choose(-1);
            else
                choose(-1, all[i].place, all[i].stop);
        },
    })) };
}

function cell(row, words) {
    const td = row.insertCell();
    td.textContent = words;
    return td;
}

function fillTable() {
    const list = columns[table.tab], head = document.createElement('tr');
    if (!list.some(([key]) => key === table.key))
        table.key = 'wait';
    for (const [key, title] of list) {
        const th = document.createElement('th');
        th.textContent = title ?? key;
        th.className = key === table.key ? 'on' : '';
        if (title)
            th.onclick = () => {
                table.key = key;
                fillTable();
            };
        head.append(th);
    }
    document.querySelector('thead').replaceChildren(head);
    const body = document.createElement('tbody');
    const { rows, total } = rowsOf(table.tab);
    for (const row of rows) {
        const tr = body.insertRow(), first = cell(tr, '');
        tr.className = row.isOn ? 'on' : '';
        tr.onclick = row.pick;
        if (row.colour) {
            const dot = document.createElement('i');
            dot.style.background = row.colour;
            first.append(dot);
        }
        first.append(row.title);
        const note = document.createElement('small');
        note.textContent = row.note;
        first.append(note);
        for (const [key, title] of list.slice(1))
            cell(tr, /time|wait$/.test(title) ? timeText(row.values(key))
                : row.values(key).toLocaleString('en'));
    }
    document.querySelector('tbody').replaceWith(body);
    document.querySelector('nav span').textContent =
        total > rows.length ? `the first ${rows.length} of ` +
        total.toLocaleString('en') : '';
    for (const button of document.querySelectorAll('nav button'))
        button.classList.toggle('on', button.dataset.tab === table.tab);
}

/* Searching --------------------------------------------------------------- */

let foundTasks = [];

function search(words) {
    $('search').value = words;
    found = null;
    foundTasks = [];
    if (words) {
        const wanted = words.toLowerCase(), number = /^#(\d+)$/.exec(words);
        const hits = new Uint8Array(texts.length + 1);
        texts.forEach((t, i) => {
            hits[i] = t.toLowerCase().includes(wanted) ? 1 : 0;
        });
        found = new Uint8Array(trace.taskCount);
        for (let t = 0; t < trace.taskCount; t++) {
            found[t] = number ? +(tasks.number[t] === +number[1])
                : tasks.name[t] >= 0 ? hits[tasks.name[t]] : 0;
            if (found[t])
                foundTasks.push(t);
        }
    }
    const n = foundTasks.length;
    $('found').textContent = found ? `${n.toLocaleString('en')} ` +
        (n === 1 ? 'task' : 'tasks') : '';
    document.body.dataset.found = found ? n : '';
    choose(-1);
}

/* The next bar that is found behind the middle of the view, or the first. */
function showNext() {
    const { first, bars: index } = byTask();
    const middle = (view.from + view.to) / 2 + (view.to - view.from) * 1e-6;
    let best = -1, start = -1;
    for (const task of chosen.task >= 0 ? [chosen.task] : foundTasks) {
        const k = lowest(first[task], first[task + 1],
            (at) => bars.begin[index[at]] > middle);
        if (k < first[task + 1] && (best < 0 ||
            bars.begin[index[k]] < bars.begin[best]))
            best = index[k];
        if (first[task] < first[task + 1] && (start < 0 ||
            bars.begin[index[first[task]]] < bars.begin[start]))
            start = index[first[task]];
    }
    if (best < 0)
        best = start;
    if (best >= 0)
        showBar(best);
}

function showTask(task) {
    const { first, bars: index } = byTask();
    if (first[task] === first[task + 1])
        return;
    const from = bars.begin[index[first[task]]];
    const to = bars.end[index[first[task + 1] - 1]];
    show(from - (to - from) * 0.05, to + (to - from) * 0.05);
}
