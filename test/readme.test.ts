/**
 * What the README and the documents say is made from what they describe, or is what is tested.
 * `UPDATE=1 npx jest test/readme.test.ts` rewrites the tables.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { misplaced } from './docs/boundaries.js';
import { COMPARED, placesIn } from './docs/comparison.js';
import { DOCUMENTS, textOf } from './docs/documents.js';
import { TABLES } from './docs/tables.js';
import { fixtures, ROOT, type CaseSettings } from './harness/fixture.js';

test.each(Object.keys(TABLES))('the table of %s is current, in one document', (name) => {
  const place = new RegExp(`(<!-- table: ${name} -->\\n)[^]*?(<!-- /table -->)`, 'g');
  const [document, ...others] = DOCUMENTS.filter((each) => textOf(each).match(place)?.length === 1);
  expect(others).toEqual([]);
  if (document === undefined) throw new Error(`no document has the table ${name}`);
  const current = textOf(document).replace(place, (_, before: string, after: string) => `${before}${TABLES[name]?.()}${after}`);
  if (process.env['UPDATE'] === '1') writeFileSync(join(ROOT, document), current);
  else expect(textOf(document)).toBe(current);
});

test('each boundary is in one group of the tables', () => {
  expect(misplaced()).toEqual([]);
});

describe('what a document quotes is what the tests run:', () => {
  const QUOTES = /<!-- from: (\S+) -->\n```(\w+)\n([^]*?)```/g;
  /** Of a source that is quoted, the indentation does not matter. */
  const lines = (text: string): string => text.split('\n').map((line) => line.trim().replace(/,$/, '')).filter(Boolean).join('\n');
  const quotes = DOCUMENTS.flatMap((document) => [...textOf(document).matchAll(QUOTES)].map(([, file = '', language = '', text = '']) => ({ document, file, language, text })));

  test('there are quotes, and each is read', () => {
    const marks = DOCUMENTS.flatMap((document) => textOf(document).match(/<!-- from:/g) ?? []);
    expect(quotes.length).toBeGreaterThan(40);
    expect(quotes.length).toBe(marks.length);
  });

  test.each(quotes)('$document quotes $file', ({ file, language, text }) => {
    const source = readFileSync(join(ROOT, file), 'utf8');
    // A trace is its indentation.
    if (language === 'text') expect(text).toBe(source);
    else expect(lines(source)).toContain(lines(text));
  });

  test('each program of the Python guide is on its page', () => {
    const page = textOf('docs/from-python.md');
    expect(fixtures('python-guide').map(({ name }) => name).filter((name) => !page.includes(`<!-- from: fixtures/${name}/`))).toEqual([]);
  });
});

describe('the picture', () => {
  /** Each span, and what it hangs under, in one of the two columns. */
  function column(from: number, to?: number): ReadonlyMap<string, string | undefined> {
    const [, picture = ''] = /<!-- picture -->\n```\n([^]*?)```/.exec(textOf('README.md')) ?? [];
    const tree = picture.split('\n').slice(2).map((line) => line.slice(from, to).replace(/(?<=#\d) .*$/, '').replace(/[│├└─]/g, ' ').trimEnd()).filter(Boolean);
    // One step of the drawing is three characters, and the trace has two.
    const places = placesIn(tree.map((line) => line.replace(/^ +/, ({ length }) => ' '.repeat((length / 3) * 2))).join('\n'));
    return new Map(places.map((place) => place.split(' > ')).map(([first = '', second]) => (second === undefined ? [first, undefined] : [second, first])));
  }

  test('is what the demo shows, on both sides', () => {
    const width = (/<!-- picture -->\n```\n(.*)tspc/.exec(textOf('README.md'))?.[1] ?? '').length;
    const show = "import { EXPECTED } from './test/tools/demo/expected.mjs'; console.log(JSON.stringify([...EXPECTED]));";
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', show], { cwd: ROOT, encoding: 'utf8' });
    const expected = new Map(JSON.parse(stdout) as [string, { readonly parent?: string; readonly plain?: string }][]);
    const [plain, connected] = [column(0, width), column(width)];
    expect([plain.size, connected.size]).toEqual([6, 7]);
    for (const [span, parent] of plain) expect([span, expected.get(span)?.plain]).toEqual([span, parent]);
    for (const [span, parent] of connected) expect([span, expected.get(span)?.parent]).toEqual([span, parent]);
  });
});

// Where it is wrong alone, the tests of the fixtures compare alone.txt with what runs.
test.each(Object.values(COMPARED))('%s is right alone only if it is shown to be', (fixture) => {
  const folder = join(ROOT, 'fixtures', fixture);
  const { sameTrace = false } = existsSync(join(folder, 'case.json')) ? (JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as CaseSettings) : {};
  const isRightAlone = sameTrace === true || !existsSync(join(folder, 'expected'));
  expect(existsSync(join(folder, 'alone.txt'))).toBe(!isRightAlone);
});
