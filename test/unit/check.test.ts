/** What `otel-baton check` makes of findings: the baseline and the formats, without a project. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Baselines from '../../transformer/check/baseline.js';
import type { Finding, JudgedFinding } from '../../transformer/check/finding.js';
import type * as Formats from '../../transformer/check/formats/index.js';
import type * as Paths from '../../transformer/check/paths.js';
import type * as Rules from '../../transformer/check/rules.js';
import { emptyFolder, remove } from '../harness/adoption.js';

// As it is published: the version is read from beside it.
const built = (file: string): unknown => require(join('../../dist/cjs/transformer/check', file));
const { compare, readBaseline, updated, writeBaseline } = built('baseline.js') as typeof Baselines;
const { FORMATS } = built('formats/index.js') as typeof Formats;
const { fromFolder, repositoryOf } = built('paths.js') as typeof Paths;
const { CODES, RULES } = built('rules.js') as typeof Rules;

let folder: string;
let slashed: string;

beforeAll(() => {
  folder = emptyFolder();
  slashed = folder.replaceAll('\\', '/');
});

afterAll(() => remove(folder));

const finding = (of: Partial<Finding> & { readonly lineText: string }): Finding => ({
  code: 'BATON1002', message: 'it is not carried.', file: `${slashed}/src/main.ts`, line: 1, column: 1, endLine: 1, endColumn: of.lineText.length + 1, boundary: 'message', ...of,
});

const judged = (of: Parameters<typeof finding>[0], level: JudgedFinding['level'] = 'error', isKnown = false): JudgedFinding => ({ ...finding(of), level, isKnown });

/** Numbers from 0 to 1, the same in each run. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

describe('a baseline', () => {
  const baseline = (): string => join(folder, 'baseline.json');
  const everywhere = (): boolean => true;
  const TEXTS = ['a.send(1, 2);', 'b.send(2);', 'a.send(1, 2);', 'c.send(3);'];
  const all = (): readonly Finding[] => TEXTS.map((lineText, i) => finding({ lineText, line: i + 1 }));
  const known = (findings: readonly Finding[], entries = updated(baseline(), [], all(), everywhere)): readonly boolean[] => findings.map(compare(baseline(), entries, findings, everywhere).isKnown);

  test('has all that it is written of, in an order that is always the same', () => {
    const entries = updated(baseline(), [], all(), everywhere);
    expect(entries.map(({ text, count }) => [text, count])).toEqual([['a.send(1, 2);', 2], ['b.send(2);', 1], ['c.send(3);', 1]]);
    expect(updated(baseline(), entries, [...all()].reverse(), everywhere)).toEqual(entries);
    const file = join(folder, 'a/new/folder/baseline.json');
    writeBaseline(file, entries);
    expect(readBaseline(file)).toEqual(entries);
    expect(known(all())).toEqual([true, true, true, true]);
  });

  test('has them however lines are inserted, indented and put into another order', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const next = random(seed);
      const moved = all()
        .map((each) => ({ ...each, line: each.line + Math.floor(next() * 1000), lineText: `${'\t '.repeat(Math.floor(next() * 4))}${each.lineText.replaceAll(' ', ' '.repeat(1 + Math.floor(next() * 4)))}  ` }))
        .sort((a, b) => a.line - b.line);
      expect({ seed, known: known(moved) }).toEqual({ seed, known: [true, true, true, true] });
      expect({ seed, entries: updated(baseline(), [], moved, everywhere) }).toEqual({ seed, entries: updated(baseline(), [], all(), everywhere) });
    }
  });

  test('has no more of them than it counts, and none that differ', () => {
    expect(known([...all(), finding({ lineText: 'a.send(1, 2);', line: 9 })])).toEqual([true, true, true, true, false]);
    const others: Finding[] = [finding({ lineText: 'b.send(4);' }), finding({ lineText: 'b.send(2);', code: 'BATON1005' }), finding({ lineText: 'b.send(2);', boundary: 'queue' }), finding({ lineText: 'b.send(2);', file: `${slashed}/src/other.ts` })];
    expect(known(others)).toEqual([false, false, false, false]);
  });

  test('tells what it has too many of, but not of files that were not looked at, unless they are gone', () => {
    mkdirSync(join(folder, 'src'), { recursive: true });
    writeFileSync(join(folder, 'src/main.ts'), '');
    const entries = updated(baseline(), [], [...all(), finding({ lineText: 'd.send(4);', file: `${slashed}/src/gone.ts` })], everywhere);
    const gone = (isJudged: (file: string) => boolean): unknown => compare(baseline(), entries, [finding({ lineText: 'a.send(1, 2);' }), finding({ lineText: 'b.send(2);' })], isJudged).gone.map(({ file, text, count }) => [file, text, count]);
    expect(gone((file) => file === `${slashed}/src/main.ts`)).toEqual([['src/gone.ts', 'd.send(4);', 1], ['src/main.ts', 'a.send(1, 2);', 1], ['src/main.ts', 'c.send(3);', 1]]);
    expect(gone(() => false)).toEqual([['src/gone.ts', 'd.send(4);', 1]]);
    expect(updated(baseline(), entries, [], () => false)).toEqual(entries.filter(({ file }) => file === 'src/main.ts'));
  });
});

describe('in the format', () => {
  const ODD = '\u00e4 b, #1 100%:\n::error::x.ts';
  let checked: Formats.Checked;
  let view: Formats.View;

  beforeAll(() => {
    checked = {
      findings: [
        judged({ lineText: '\tport.postMessage(1, 2);', line: 14, column: 7, endLine: 14, endColumn: 24 }),
        judged({ lineText: 'open({', file: `${slashed}/src/${ODD}`, code: 'BATON1003', message: '100% of\r\n any.', line: 2, endLine: 3, endColumn: 4 }, 'warning'),
        judged({ lineText: 'same();', code: 'BATON2001', boundary: '' }, 'error', true),
        judged({ lineText: ' same();', code: 'BATON2001', boundary: '', line: 2, endLine: 2 }, 'error', true),
      ],
      found: 12, carried: 8, gone: [{ file: 'a', code: 'BATON1002', boundary: 'b', text: 'c', count: 3 }], baseline: join(folder, 'b.json'), configFiles: [join(folder, 'tsconfig.json'), join(folder, 'lib/tsconfig.json')],
    };
    view = { folder: join(folder, 'src'), repository: folder, isQuiet: false, style: (_, text) => text };
  });

  const LAST = ['12 boundaries: 8 carried, 4 not; 1 error, 1 warning, 2 in the baseline', '3 findings of ../b.json are fixed; run it again with --update-baseline.'];

  test('text, the place is marked under its line, to the end of that', () => {
    expect(FORMATS.text({ ...checked, findings: [checked.findings[0] as JudgedFinding, judged({ lineText: 'open({', endLine: 3, endColumn: 1 }, 'warning')] }, view).split('\n').slice(0, 8)).toEqual([
      'main.ts(14,7): error BATON1002: it is not carried.',
      '14 | \tport.postMessage(1, 2);',
      '   | \t     ^^^^^^^^^^^^^^^^^',
      '',
      'main.ts(1,1): warning BATON1002: it is not carried.',
      '1 | open({',
      '  | ^^^^^^',
      '',
    ]);
    expect(FORMATS.text(checked, view).split('\n').slice(-2)).toEqual(LAST);
  });

  test('text, levels have colours', () => {
    const text = FORMATS.text(checked, { ...view, style: (format, words) => `<${String(format)}>${words}</>` });
    expect(text).toContain('main.ts(14,7): <red>error</> BATON1002: it is not carried.\n<dim>14 |</> \tport');
    expect(text).toContain('<yellow>warning</> BATON1003');
  });

  test('text, there may be nothing to tell', () => {
    expect(FORMATS.text({ ...checked, findings: [], gone: [], found: 0, carried: 0 }, view)).toBe('no boundary was found; no findings');
    expect(FORMATS.text({ ...checked, findings: [], gone: [], found: 1, carried: 1 }, view)).toBe('1 boundary: 1 carried, 0 not; no findings');
  });

  test('github, nothing in a name or a message ends a command or begins one', () => {
    expect(FORMATS.github(checked, view).split('\n')).toEqual([
      '::error file=src/main.ts,line=14,col=7,endLine=14,endColumn=24,title=BATON1002%3A payload is no plain object::main.ts(14,7): it is not carried.',
      '::warning file=src/\u00e4 b%2C #1 100%25%3A%0A%3A%3Aerror%3A%3Ax.ts,line=2,col=1,title=BATON1003%3A receiver of type any::\u00e4 b, #1 100%25:%0A::error::x.ts(2,1): 100%25 of%0D%0A any.',
      ...LAST,
    ]);
  });

  test.each(['text', 'github'] as const)('%s, warnings are left out where the user wants quiet', (name) => {
    const told = FORMATS[name](checked, { ...view, isQuiet: true });
    expect(told).toContain('BATON1002');
    expect(told).not.toContain('BATON1003');
    expect(told.split('\n').slice(-2)).toEqual(LAST);
  });

  test('json, all of it is there', () => {
    expect(JSON.parse(FORMATS.json(checked, view))).toEqual({
      version: 1,
      boundaries: { found: 12, carried: 8, skipped: 4 },
      errors: 1,
      warnings: 1,
      known: 2,
      findings: checked.findings.map(({ file, lineText, ...rest }) => ({ file: fromFolder(view.folder, file), text: lineText, ...rest })),
      gone: checked.gone,
    });
  });

  describe('sarif,', () => {
    interface Log {
      readonly runs: readonly [{ readonly tool: { readonly driver: { readonly rules: readonly Readonly<Record<string, unknown>>[] } }; readonly results: readonly { readonly partialFingerprints: Readonly<Record<string, string>> }[] }];
    }

    const log = (of: Partial<Formats.Checked> = {}): Log => JSON.parse(FORMATS.sarif({ ...checked, ...of }, view)) as Log;
    const fingerprints = ({ runs: [{ results }] }: Log): readonly string[] => results.map(({ partialFingerprints }) => partialFingerprints['otelBatonCodeLine/v1'] as string);

    test('a log has what the standard and code scanning ask for, and nothing else', () => {
      const hash: unknown = expect.stringMatching(/^[\da-f]{64}$/);
      const at = (uri: string, region: object): object => ({ locations: [{ physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region } }], partialFingerprints: { 'otelBatonCodeLine/v1': hash } });
      const suppressions = [{ kind: 'external', status: 'accepted', justification: 'It is in b.json.' }];
      expect(log()).toEqual({
        $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
        version: '2.1.0',
        runs: [
          {
            tool: { driver: { name: 'otel-baton', semanticVersion: expect.stringMatching(/^\d+\.\d+\.\d+/) as string, rules: expect.any(Array) as unknown[] } },
            automationDetails: { id: 'otel-baton/tsconfig.json,lib/tsconfig.json/' },
            originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The top of the repository.' } } },
            columnKind: 'utf16CodeUnits',
            results: [
              { ruleId: 'BATON1002', ruleIndex: 1, level: 'error', message: { text: 'It is not carried.' }, suppressions: [], properties: { boundary: 'message' }, ...at('src/main.ts', { startLine: 14, startColumn: 7, endLine: 14, endColumn: 24 }) },
              { ruleId: 'BATON1003', ruleIndex: 2, level: 'warning', message: { text: '100% of\r\n any.' }, suppressions: [], properties: { boundary: 'message' }, ...at('src/%C3%A4%20b%2C%20%231%20100%25%3A%0A%3A%3Aerror%3A%3Ax.ts', { startLine: 2, startColumn: 1, endLine: 3, endColumn: 4 }) },
              { ruleId: 'BATON2001', ruleIndex: CODES.indexOf('BATON2001'), level: 'error', message: { text: 'It is not carried.' }, suppressions, ...at('src/main.ts', { startLine: 1, startColumn: 1, endLine: 1, endColumn: 8 }) },
              { ruleId: 'BATON2001', ruleIndex: CODES.indexOf('BATON2001'), level: 'error', message: { text: 'It is not carried.' }, suppressions, ...at('src/main.ts', { startLine: 2, startColumn: 1, endLine: 2, endColumn: 9 }) },
            ],
          },
        ],
      });
    });

    test('each rule is described, also one of which nothing is found', () => {
      const [{ tool: { driver: { rules } } }] = log({ findings: [] }).runs;
      expect(rules.map(({ id }) => id)).toEqual(Object.keys(RULES));
      expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
      for (const rule of rules) {
        const sentence = { text: expect.stringMatching(/^[A-Z"].*\.$/) as string };
        expect(rule).toEqual({
          id: rule['id'], name: expect.stringMatching(/^[A-Z][A-Za-z]+$/) as string, shortDescription: sentence, fullDescription: sentence, help: sentence,
          ...(rule['helpUri'] !== undefined && { helpUri: expect.stringMatching(/^https:.*#messages$/) as string }),
          defaultConfiguration: rule['id'] === 'BATON1018' ? { enabled: false } : { level: expect.stringMatching(/^(?:error|warning)$/) as string },
        });
      }
    });

    test('a fingerprint stays where lines move, and each finding has its own', () => {
      const before = fingerprints(log());
      expect(new Set(before).size).toBe(4);
      expect(fingerprints(log({ findings: checked.findings.map((each) => ({ ...each, line: each.line + 7, lineText: `    ${each.lineText}` })) }))).toEqual(before);
    });
  });
});

test('the repository is the nearest folder that has a .git, be it a folder or a file, or else the folder itself', () => {
  const inner = join(folder, 'outer/inner/deep');
  mkdirSync(inner, { recursive: true });
  expect(repositoryOf(inner)).toBe(inner);
  mkdirSync(join(folder, 'outer/.git'));
  expect(repositoryOf(inner)).toBe(join(folder, 'outer'));
  writeFileSync(join(folder, 'outer/inner/.git'), 'gitdir: elsewhere\n');
  expect(repositoryOf(inner)).toBe(join(folder, 'outer/inner'));
});
