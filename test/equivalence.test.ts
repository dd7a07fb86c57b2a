/**
 * The resolvers find the same: the checkers of TypeScript 6 and 7 to the last edit, syntax alone a
 * part of it. Over every fixture and some public code bases with `OTEL_BATON_VERSIONS=all`, else
 * over a slice. Needs the built package: the API of TypeScript 7 is an ES module, which jest cannot load.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { carriedByTheSecond, carriedOtherwise, countCarried, differing, type Plans, type Site } from './equivalence/compare.js';
import { BETWEEN_CHECKERS, BETWEEN_TREES, BY_SYNTAX_ALONE, CARRIED_OTHERWISE } from './equivalence/differences.js';
import { codeBases, fixtureProjects, wholeProjects, type Compared } from './equivalence/projects.js';
import { ROOT } from './harness/fixture.js';

const IS_FULL = process.env['OTEL_BATON_VERSIONS'] === 'all';
/** The quick run takes each of so many fixtures. */
const EVERY = IS_FULL ? 1 : 8;

const BY = ['TypeScript 6', 'TypeScript 7', 'syntax', 'syntax of TypeScript 7'] as const;

interface Answer extends Readonly<Record<(typeof BY)[number], Plans | { readonly error: string }>> {
  readonly name: string;
}

function compare(projects: readonly Compared[]): readonly Answer[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'equivalence/plans.mjs')], {
    cwd: ROOT, encoding: 'utf8', input: JSON.stringify(projects), maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim().split('\n').map((line) => JSON.parse(line) as Answer);
}

/** What the whole run has met, to notice what is listed and gone. */
const met = { projects: new Set<string>(), kinds: new Set<string>() };

describe.each<[string, () => readonly Compared[], number]>([
  ['fixtures', () => fixtureProjects(EVERY), IS_FULL ? 2000 : 200],
  ['whole projects', wholeProjects, 40],
  ['public code bases', () => codeBases(IS_FULL), IS_FULL ? 100 : 10],
])('resolvers on %s', (_, projects, least) => {
  let answers: readonly Answer[];
  beforeAll(() => {
    answers = compare(projects());
    for (const { name } of answers) met.projects.add(name);
  }, 1_800_000);

  /** Differences of two, with the project's name before each. */
  const all = (find: (first: Plans, second: Plans) => readonly string[], first: (typeof BY)[number], second: (typeof BY)[number]): readonly string[] =>
    answers.flatMap((answer) => find(answer[first] as Plans, answer[second] as Plans).map((each) => `${answer.name} ${each}`));

  /** Those that are listed for what was run. */
  const listed = (differences: Readonly<Record<string, unknown>>): readonly string[] =>
    Object.keys(differences).filter((each) => answers.some(({ name }) => each.startsWith(`${name} `)));

  test('each of them answers, and there is something to find', () => {
    expect(answers.flatMap((answer) => BY.flatMap((by) => ('error' in answer[by] ? `${answer.name} by ${by}: ${String(answer[by].error)}` : [])))).toEqual([]);
    expect(answers.reduce((sum, answer) => sum + countCarried(answer['TypeScript 6'] as Plans), 0)).toBeGreaterThan(least);
  });

  test('those of TypeScript 6 and 7 find the same sites with the same edits', () => {
    expect([...all(differing, 'TypeScript 6', 'TypeScript 7')].sort()).toEqual([...listed(BETWEEN_CHECKERS)].sort());
  });

  test('syntax alone finds the same in the trees of TypeScript 6 and 7', () => {
    expect([...all(differing, 'syntax', 'syntax of TypeScript 7')].sort()).toEqual([...listed(BETWEEN_TREES)].sort());
  });

  test('syntax alone finds a part of what a checker finds', () => {
    expect([...all(carriedByTheSecond, 'TypeScript 6', 'syntax')].sort()).toEqual([...listed(BY_SYNTAX_ALONE)].sort());
  });

  test('what both find they carry in the same way, but for what only a program shows', () => {
    const kinds = new Set(answers.flatMap((answer) => carriedOtherwise(answer['TypeScript 6'] as Plans, answer['syntax'] as Plans)));
    for (const kind of kinds) met.kinds.add(kind);
    expect([...kinds].filter((kind) => !Object.hasOwn(CARRIED_OTHERWISE, kind))).toEqual([]);
  });
});

(IS_FULL ? test : test.skip)('all that is listed is still there', () => {
  const sites = [BETWEEN_CHECKERS, BETWEEN_TREES, BY_SYNTAX_ALONE].flatMap((differences) => Object.keys(differences));
  expect(sites.filter((site) => !met.projects.has(site.slice(0, site.indexOf(' '))))).toEqual([]);
  expect(Object.keys(CARRIED_OTHERWISE).filter((kind) => !met.kinds.has(kind))).toEqual([]);
});

describe('a difference is noticed', () => {
  const site: Site = {
    at: '1:1', boundary: 'worker_threads message', does: 'inject', end: 'postMessage', outcome: 'carried', certainty: 'certain', form: 'sidecar', edits: [{ edit: 'wrap', helper: 'inject' }],
  };
  const key = 'main.ts:1:1 worker_threads message: inject postMessage';

  test.each<[string, Plans]>([
    ['a site that is missing', {}],
    ['a site elsewhere', { 'main.ts': [{ ...site, at: '2:1' }] }],
    ['another helper', { 'main.ts': [{ ...site, edits: [{ edit: 'wrap', helper: 'injectFresh' }] }] }],
    ['another form', { 'main.ts': [{ ...site, form: 'envelope' }] }],
    ['another outcome', { 'main.ts': [{ ...site, outcome: 'skipped', code: 'BATON1001', edits: [] }] }],
    ['a site found twice', { 'main.ts': [site, site] }],
  ])('%s', (_, other) => {
    expect(differing({ 'main.ts': [site] }, other)).toContain(key);
    expect(differing(other, { 'main.ts': [site] })).toContain(key);
  });

  test('what only the second carries, and what it carries otherwise', () => {
    expect(carriedByTheSecond({ 'main.ts': [{ ...site, outcome: 'skipped' }] }, { 'main.ts': [site] })).toEqual([key]);
    expect(carriedByTheSecond({ 'main.ts': [site] }, {})).toEqual([]);
    expect(carriedOtherwise({ 'main.ts': [{ ...site, form: 'envelope' }] }, { 'main.ts': [site] })).toEqual(['form: envelope, by syntax sidecar']);
  });
});
