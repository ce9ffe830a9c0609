/* Put behind the scripts of a page of `pirn view`: uses it as a person would,
 * and leaves what went wrong, or "fine", in the body's data-used. */
const wrong = [];
function must(isSo, what) {
    if (!isSo)
        wrong.push(what);
}
const near = (a, b) => Math.abs(a - b) < whole * 1e-6;

function point(type, x, y, more = {}) {
    const box = stage.getBoundingClientRect();
    const Kind = type === 'wheel' ? WheelEvent
        : type.startsWith('pointer') ? PointerEvent : MouseEvent;
    stage.dispatchEvent(new Kind(type, { clientX: box.left + x,
        clientY: box.top + y, bubbles: true, cancelable: true, ...more }));
}
stage.setPointerCapture = () => {};
const press = (key, target = document.body) => target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const rowCount = () => document.querySelectorAll('#scroll tbody tr').length;
const click = (selector, i = 0) =>
    document.querySelectorAll(selector)[i].click();

/* Zooming keeps the time under the pointer; moving keeps the span. */
drawAll();
const at = timeAt(500);
let span = view.to - view.from;
point('wheel', 500, 60, { deltaY: -300 });
must(view.to - view.from < span / 2, 'the wheel zooms in');
must(near(timeAt(500), at), 'the time under the pointer stays');
span = view.to - view.from;
const from = view.from;
point('pointerdown', 500, 60);
point('pointermove', 450, 60);
point('pointerup', 450, 60);
must(near(view.to - view.from, span) && view.from > from, 'dragging moves');
must(chosen.task === -1, 'dragging chooses nothing');
press('ArrowLeft');
must(view.from < from + span, 'an arrow key moves');
press('-');
must(view.to - view.from > span, 'minus zooms out');
press('0');
must(view.from <= 0 && view.to >= whole, '0 shows all');
for (let i = 0; i < 200; i++)
    press('+');
must(view.to - view.from >= 19 && view.to > view.from, 'zooming has an end');
press('0');

/* The widest run: shown by a tip, chosen by a click, shown by two. */
drawAll();
let widest = 0;
for (let i = 0; i < trace.barCount; i++)
    if (bars.kind[i] === RUN && bars.end[i] - bars.begin[i] >
        bars.end[widest] - bars.begin[widest])
        widest = i;
const x = (xOf(bars.begin[widest]) + xOf(bars.end[widest])) / 2;
const y = laneOf(widest).y - view.scroll + BAR / 2;
point('pointermove', x, y);
const tip = $('tip').textContent;
must($('tip').style.display === 'block', 'a tip comes');
must(tip.includes(nameOf(bars.task[widest])), 'the tip has the name');
must(tip.includes(text(bars.place[widest])), 'the tip has the place');
point('pointerdown', x, y);
point('pointerup', x, y);
must(chosen.task === bars.task[widest], 'a click chooses');
must(document.querySelectorAll('#scroll tbody tr.on').length === 1,
    'what is chosen is marked in the table');
point('dblclick', x, y);
must(view.from < bars.end[widest] && view.to > bars.begin[widest] &&
    view.to - view.from <= Math.min(whole * 1.04,
        (bars.end[widest] - bars.begin[widest]) * 4 + 1), 'two clicks show it');
point('pointerleave', x, y);
must($('tip').style.display === 'none', 'the tip goes');
press('Escape');
must(chosen.task === -1, 'escape chooses nothing');

/* Searching. */
press('/');
must(document.activeElement === $('search'), '/ goes to the search');
$('search').value = 'CHILD 1';
$('search').dispatchEvent(new Event('input'));
const names = [...tasks.name].map(text);
const wanted = names.filter((name) => name.includes('child 1')).length;
must(wanted > 0 && document.body.dataset.found === String(wanted),
    'the names are found');
must(rowCount() === wanted, 'the table has those that are found');
press('Enter', $('search'));
must(view.to - view.from <= whole * 1.04, 'enter shows one');
search('no such name');
must(document.body.dataset.found === '0', 'nothing is found');
press('n');
search('#1');
must(document.body.dataset.found === '1', 'a number is found');
press('Escape', $('search'));
must(!found && $('search').value === '', 'escape ends the search');

/* The tables: sums by thought, see the test; the order; choosing. */
click('nav button', 2);
must(rowCount() === sums().places.length, 'each place has a row');
click('#scroll tbody tr');
must(chosen.place >= 0 && isChosen(), 'a place is chosen');
click('#scroll tbody tr');
must(!isChosen(), 'and no longer');
click('nav button', 1);
click('#scroll th', 1);
must(table.key === 'count', 'a head sorts');
const counts = [...document.querySelectorAll('#scroll tbody tr')]
    .map((row) => +row.cells[1].textContent.replace(/,/g, ''));
must(counts.every((n, i) => i === 0 || n <= counts[i - 1]), 'in that order');
click('#scroll tbody tr');
must(found !== null, 'a name is searched for');
press('Escape');
click('nav button', 0);
const before = isDark();
press('t');
must(isDark() !== before, 't turns the light');
$('overview').dispatchEvent(new PointerEvent('pointerdown',
    { clientX: 600, clientY: 60, buttons: 1 }));
press('?');
must($('keys').open, '? tells the keys');
$('keys').close();
press('0');
drawAll();
document.body.dataset.used = wrong.join('; ') || 'fine';
