-- What a database has to do: parse, plan, sort, join, index, search, calculate,
-- keep promises, and say what is wrong. Nothing here depends on the time or on
-- the place.
.headers on
.mode list
.nullvalue NULL

.print expressions
SELECT 1 + 2 * 3, 7 / 2, 7.0 / 2, 7 % 3, -7 / 2, 1 << 40, ~5, 6 & 3, 6 | 3,
    9223372036854775807 + 1, 'a' || 'b', NOT 0, NULL IS NULL, NULL = NULL;
SELECT CAST('12abc' AS INTEGER), CAST(1.9 AS INTEGER), CAST(x'6162' AS TEXT),
    typeof(1), typeof(1.0), typeof('1'), typeof(x'01'), typeof(NULL);
SELECT 5 BETWEEN 1 AND 9, 5 IN (1, 2, 3), 'abc' LIKE 'A_c', 'abc' GLOB 'a*',
    CASE 3 WHEN 1 THEN 'one' WHEN 3 THEN 'three' ELSE 'other' END,
    coalesce(NULL, NULL, 4), nullif(3, 3), iif(1 > 2, 'yes', 'no');
SELECT upper('abc'), substr('abcdef', -3, 2), instr('abcdef', 'cd'),
    replace('aXbXc', 'X', '--'), trim('  a  '), hex('abc'), quote('it''s'),
    printf('%05d|%-6s|%.3f|%x|%,d', 42, 'ab', 3.14159, 255, 1234567),
    length('häuser'), unicode('ä'), char(65, 66), round(2.567, 2), abs(-4);
SELECT date('2024-02-28', '+2 days'), julianday('2000-01-01'),
    strftime('%Y week %W day %j', '2024-12-31'), time('12:00', '-90 minutes'),
    datetime(86400 * 365, 'unixepoch'), date('2024-01-31', '+1 month', 'weekday 1');
SELECT 1e308 * 10, 0.1 + 0.2, 1 / 0, 123456789012345678, 5e-324, -0.0, 1e21;

.print tables
CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE book (
    id INTEGER PRIMARY KEY,
    author INTEGER REFERENCES author ON DELETE CASCADE,
    title TEXT COLLATE NOCASE,
    year INTEGER CHECK (year > 1000),
    price REAL DEFAULT 9.5,
    label TEXT AS (title || ' (' || year || ')') STORED
);
CREATE INDEX book_by_year ON book (year DESC, price) WHERE price > 1;
CREATE UNIQUE INDEX book_by_title ON book (lower(title));
INSERT INTO author (name) VALUES ('Woolf'), ('Joyce'), ('Kafka'), ('Nobody');
INSERT INTO book (author, title, year, price) VALUES
    (1, 'Orlando', 1928, 12), (1, 'The Waves', 1931, 8.25),
    (2, 'Ulysses', 1922, 20), (2, 'Dubliners', 1914, 7.75),
    (3, 'Amerika', 1927, 9), (3, 'The Castle', 1926, 10.5);
INSERT INTO book (author, title, year) VALUES (3, 'The Trial', 1925);
SELECT name, count(book.id) AS books, min(year), max(price), total(price)
    FROM author LEFT JOIN book ON author = author.id
    GROUP BY name HAVING books <> 1 ORDER BY books DESC, name;
SELECT label FROM book WHERE title > 'the' AND year IN
    (SELECT year FROM book WHERE price < 10) ORDER BY title;
SELECT DISTINCT a.title, b.title FROM book a JOIN book b USING (author)
    WHERE a.id < b.id ORDER BY 1, 2 LIMIT 4 OFFSET 1;
SELECT a.name, b.title FROM author a NATURAL JOIN (SELECT author AS id, title
    FROM book) b UNION SELECT 'x', 'y' EXCEPT SELECT 'Kafka', 'Amerika'
    ORDER BY 1, 2;
SELECT author.name, book.title FROM book FULL JOIN author ON author = author.id
    AND year < 1920 ORDER BY 1 NULLS LAST, 2;
UPDATE book SET price = price * 2, title = upper(title) WHERE year < 1925
    RETURNING id, title, price, label;
INSERT INTO author (id, name) VALUES (2, 'Joyce'), (9, 'New')
    ON CONFLICT (name) DO UPDATE SET name = name || ' again' RETURNING *;
EXPLAIN QUERY PLAN SELECT * FROM book WHERE year > 1900 AND price > 1;
EXPLAIN QUERY PLAN SELECT * FROM author, book WHERE author = author.id
    ORDER BY name;

.print what is wrong
INSERT INTO book (title, year) VALUES ('old', 999);
INSERT INTO author (name) VALUES ('Woolf');
INSERT INTO author (name) VALUES (NULL);
PRAGMA foreign_keys = ON;
INSERT INTO book (author, title, year) VALUES (77, 'homeless', 2000);
SELECT * FROM nowhere;
SELECT count(*) FROM author GROUP BY 1 ORDER BY 3;
SELECT 1 +;
SELECT abs(-9223372036854775808);
SELECT json('[1,');
CREATE TABLE strict (n INTEGER) STRICT;
INSERT INTO strict VALUES ('text');
DELETE FROM author WHERE name = 'Kafka';
SELECT count(*) FROM book;

.print triggers and views
CREATE TABLE log (what TEXT, old ANY, new ANY);
CREATE TRIGGER book_changed AFTER UPDATE OF price ON book
    WHEN old.price <> new.price BEGIN
    INSERT INTO log VALUES ('price of ' || new.title, old.price, new.price);
    SELECT CASE WHEN new.price < 0 THEN RAISE (ABORT, 'below nothing') END;
END;
CREATE VIEW dear AS SELECT title, price FROM book WHERE price > 10;
CREATE TRIGGER dear_in INSTEAD OF INSERT ON dear BEGIN
    INSERT INTO book (title, year, price) VALUES (new.title, 2001, new.price);
END;
UPDATE book SET price = price + 1 WHERE author = 1;
UPDATE book SET price = -1 WHERE id = 1;
INSERT INTO dear VALUES ('By a view', 99);
SELECT * FROM dear ORDER BY price;
SELECT * FROM log;
CREATE TABLE chain (n);
PRAGMA recursive_triggers = ON;
CREATE TRIGGER next AFTER INSERT ON chain WHEN new.n < 100 BEGIN
    INSERT INTO chain VALUES (new.n + 1);
END;
INSERT INTO chain VALUES (1);
SELECT count(*), sum(n), avg(n), group_concat(n, '.') FROM chain
    WHERE n < 20 OR n > 95;

.print transactions
BEGIN;
DELETE FROM book;
SAVEPOINT one;
INSERT INTO book (title, year) VALUES ('gone', 2002);
ROLLBACK TO one;
INSERT INTO book (title, year) VALUES ('gone, too', 2003);
SELECT title FROM book;
ROLLBACK;
SELECT count(*) FROM book;
COMMIT;

.print many rows
CREATE TABLE number (n INTEGER PRIMARY KEY, half REAL, word TEXT, twist INTEGER);
WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 2000)
    INSERT INTO number SELECT n, n / 2.0, 'w' || (n * 7919 % 997), n * 31 % 1009
    FROM up;
CREATE INDEX by_word ON number (word, twist);
SELECT count(*), count(DISTINCT word), sum(half), max(word), min(twist) FROM number;
SELECT word, twist FROM number ORDER BY twist DESC, word LIMIT 5;
SELECT count(*) FROM number a, number b WHERE a.n = b.twist AND b.n % 3 = 0;
SELECT sum(n) FROM number WHERE word BETWEEN 'w2' AND 'w3' OR twist < 9;
SELECT count(*) FROM number a WHERE EXISTS (SELECT 1 FROM number b
    WHERE b.word = a.word AND b.n < a.n);
DELETE FROM number WHERE n % 2 = 0;
UPDATE number SET word = 'same' WHERE n % 7 = 0;
ANALYZE;
SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2;
REINDEX;
VACUUM;
PRAGMA integrity_check;
CREATE TABLE pair (a TEXT, b INTEGER, PRIMARY KEY (b, a)) WITHOUT ROWID;
INSERT OR REPLACE INTO pair SELECT substr(word, 1, 2), twist % 10 FROM number;
SELECT b, group_concat(a) FROM (SELECT * FROM pair ORDER BY b, a) GROUP BY b;
ALTER TABLE pair ADD COLUMN c DEFAULT 'c';
ALTER TABLE pair RENAME COLUMN a TO letters;
ALTER TABLE number DROP COLUMN half;
SELECT sql FROM sqlite_schema WHERE name IN ('pair', 'number') ORDER BY name;

.print windows
SELECT n, twist, row_number() OVER w, rank() OVER (ORDER BY twist % 5),
    sum(twist) OVER w, lag(n, 2, -1) OVER w, first_value(n) OVER w,
    ntile(3) OVER w, round(percent_rank() OVER w, 3)
    FROM number WHERE n < 30 WINDOW w AS (PARTITION BY twist % 3 ORDER BY n
    ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) ORDER BY n;
SELECT n, sum(n) FILTER (WHERE n % 3 = 0) OVER (ORDER BY n RANGE BETWEEN
    4 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW) FROM number LIMIT 8;

.print recursion
WITH RECURSIVE
    x (x) AS (VALUES (-2.0) UNION ALL SELECT x + 0.1 FROM x WHERE x < 0.9),
    y (y) AS (VALUES (-1.0) UNION ALL SELECT y + 0.2 FROM y WHERE y < 1.0),
    m (i, cx, cy, x, y) AS (
        SELECT 0, x, y, 0.0, 0.0 FROM x, y
        UNION ALL
        SELECT i + 1, cx, cy, x * x - y * y + cx, 2.0 * x * y + cy FROM m
        WHERE x * x + y * y < 4.0 AND i < 12),
    picture (i, cx, cy) AS (SELECT max(i), cx, cy FROM m GROUP BY cx, cy),
    line (text) AS (SELECT group_concat(substr(' .+*#', 1 + min(i / 3, 4), 1), '')
        FROM picture GROUP BY cy)
    SELECT group_concat(rtrim(text), x'0a') FROM line;
WITH RECURSIVE walk (n, steps) AS (SELECT 27, 0 UNION ALL
    SELECT iif(n % 2, 3 * n + 1, n / 2), steps + 1 FROM walk WHERE n > 1)
    SELECT max(n), max(steps) FROM walk;

.print JSON
CREATE TABLE doc (body TEXT);
INSERT INTO doc VALUES ('{"a": [1, 2.5, {"b": null}], "c": "\u00e9\n"}'),
    ('[true, false, "x"]');
SELECT json_extract(body, '$.a[2]'), json_type(body, '$.a'), json_array_length(body)
    FROM doc;
SELECT fullkey, type, atom FROM doc, json_tree(body) ORDER BY doc.rowid, id;
SELECT json_set('{"a":1}', '$.b', json('[2]'), '$.a', 3), json_remove('[1,2,3]', '$[1]'),
    json_patch('{"a":1,"b":2}', '{"b":null,"c":3}'), json_group_array(value)
    FROM json_each('[3, 1, 2]');
SELECT body ->> '$.c', body -> '$.a' FROM doc LIMIT 1;

.print full text
CREATE VIRTUAL TABLE page USING fts5 (title, body, tokenize = 'porter');
INSERT INTO page VALUES ('weaving', 'The weaver throws the shuttle through the warp'),
    ('spinning', 'Spinners spin threads for weavers'),
    ('shuttles', 'A shuttle carries a pirn, and a pirn carries thread');
SELECT title, snippet(page, 1, '<', '>', '..', 4) FROM page
    WHERE page MATCH 'weave* OR pirn' ORDER BY rank;
SELECT title, highlight(page, 1, '[', ']'), round(bm25(page), 4) FROM page
    WHERE page MATCH 'NEAR(shuttle warp, 5) OR title:spin' ORDER BY title;
DELETE FROM page WHERE title = 'spinning';
SELECT count(*) FROM page WHERE page MATCH 'thread';
INSERT INTO page (page) VALUES ('integrity-check');

.print places
CREATE VIRTUAL TABLE box USING rtree (id, x0, x1, y0, y1);
INSERT INTO box SELECT n, n % 40, n % 40 + 2, n % 30, n % 30 + 3 FROM number
    WHERE n < 700;
SELECT count(*), sum(id) FROM box WHERE x0 < 10 AND x1 > 5 AND y0 > 20;

.print the shell
.mode quote
SELECT 1, 'two', x'03', NULL, 4.5;
.mode csv
SELECT 'a,b', 'say "x"', NULL;
.mode column
SELECT * FROM author;
.mode box
SELECT title, price FROM book WHERE id < 3;
.mode json
SELECT * FROM author LIMIT 2;
.mode insert copy
SELECT * FROM pair WHERE b = 7;
.mode html
SELECT 'a<b' AS "x&y";
.mode line
SELECT * FROM book LIMIT 1;
.parameter set :n 5
.mode list
SELECT :n * 2;
.tables
.indexes book
.schema book
.dump author log
.sha3sum number
.once | cat
SELECT 'through a pipe';
