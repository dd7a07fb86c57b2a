/** `otel-baton check` from the packed tarball: small projects in `fixtures/projects/check`, by whichever TypeScript they have. */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder, ENVIRONMENT, install, link, remove, write } from './harness/adoption.js';
import { ROOT } from './harness/fixture.js';
import { packedPackage } from './harness/packed.js';
import { ALL_VERSIONS, minorOf, VERSIONS } from './harness/versions.js';
import { MESSAGES } from '../transformer/messages.js';

const PROJECTS = join(ROOT, 'fixtures/projects/check');
const BASELINE = 'otel-baton-baseline.json';

const packed = packedPackage();
const folders: string[] = [];
let folder: string;

beforeAll(() => {
  folder = consumer('typescript');
});

afterAll(() => folders.forEach(remove));

/** @param typescript Its folder in our own `node_modules`. */
function consumer(typescript: string): string {
  const made = emptyFolder();
  folders.push(made);
  install(made, packed.tarball);
  link(made, 'typescript', join(ROOT, 'node_modules', typescript));
  for (const name of ['@opentelemetry/api', '@types/node']) link(made, name);
  return made;
}

/** A project of the fixtures, for one test. */
function project(name: string, from: string, within = folder): string {
  const made = join(within, name);
  rmSync(made, { recursive: true, force: true });
  cpSync(join(PROJECTS, from), made, { recursive: true });
  return made;
}

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param cwd A folder of a consumer. */
function checkWith(env: Readonly<Record<string, string>>, cwd: string, ...args: string[]): Run {
  const script = join(folders.find((made) => cwd.startsWith(made)) ?? folder, 'node_modules/otel-baton/dist/cjs/transformer/cli.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'check', ...args], { cwd, encoding: 'utf8', env: { ...ENVIRONMENT, ...env } });
  return { status, stdout, stderr };
}

const check = (cwd: string, ...args: string[]): Run => checkWith({}, cwd, ...args);

/** What a run says where nothing is wrong with how it is called. */
const says = (status: number, ...lines: readonly string[]): Run => ({ status, stdout: `${lines.join('\n')}\n`, stderr: '' });

const ERROR = [
  `src/main.ts(6,1): error BATON1002: ${MESSAGES.BATON1002}`,
  "6 | news.postMessage('an error: no object');",
  '  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  '',
];
const WARNING = [
  `src/shout.ts(7,3): warning BATON1003: ${MESSAGES.BATON1003}`,
  '7 |   port.postMessage({',
  '  |   ^^^^^^^^^^^^^^^^^^',
  '',
];

const QUICK = VERSIONS.typescript.tested.filter(({ quick }) => !quick || ALL_VERSIONS);

test.each(QUICK.map(({ version, package: typescript }) => [minorOf(version), typescript] as const))('with TypeScript %s, each project is told of at its places', (_, typescript) => {
  const made = consumer(typescript);
  const names = readdirSync(PROJECTS);
  for (const name of names) project(name, name, made);
  const { status, stdout, stderr } = check(made, ...names);
  const places = stdout.match(/^\S+\(\d+,\d+\): \w+ BATON\d+/gm);
  expect({ status, stderr, places, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
    status: 1,
    stderr: '',
    places: [
      // In a tsconfig that is extended.
      'faulty/base.json(12,9): error BATON2001',
      'faulty/base.json(13,9): error BATON2002',
      'faulty/base.json(14,9): error BATON2004',
      'faulty/src/main.ts(2,1): error BATON2005',
      // Its receiver comes from a project that is not built yet.
      'references/app/main.ts(4,1): error BATON1002',
      // The row before it is in one of the projects that share it.
      'references/base.json(16,21): error BATON2006',
      'uncarried/src/main.ts(6,1): error BATON1002',
      // The next one there is ignored by a comment.
      'uncarried/src/shout.ts(7,3): warning BATON1003',
      // A tag, and a row.
      'unmatched/src/main.ts(5,1): error BATON2006',
      'unmatched/tsconfig.json(14,40): error BATON2006',
    ],
    last: '9 boundaries: 5 carried, 4 not; 9 errors, 1 warning',
  });
});

test('a project whose boundaries are all carried is fine', () => {
  expect(check(project('clean', 'clean'))).toEqual(says(0, '1 boundary: 1 carried, 0 not; no findings'));
});

test('each is told as a compiler does, with its line, and once although its file is in two projects', () => {
  const made = project('uncarried', 'uncarried');
  write(made, { 'again.json': { extends: './tsconfig.json' } });
  expect(check(made, 'tsconfig.json', 'again.json')).toEqual(says(1, ...ERROR, ...WARNING, '5 boundaries: 2 carried, 3 not; 1 error, 1 warning'));
});

test('of files that are named alone, and by levels that the user says, warnings fail where there are too many', () => {
  const args = ['src/shout.ts', '--level', 'BATON1002=off', '--max-warnings', '0'];
  const told = { ...says(1, ...WARNING, '2 boundaries: 1 carried, 1 not; 1 warning'), stderr: 'otel-baton check: 1 warning is more than --max-warnings 0.\n' };
  expect(check(project('files', 'uncarried'), ...args)).toEqual(told);
});

test('what is in the baseline fails nothing, also after lines have moved, and one more of the same does', () => {
  const made = project('baseline', 'uncarried');
  expect(check(made, '--update-baseline')).toEqual(says(0, '5 boundaries: 2 carried, 3 not; 2 in the baseline'));
  expect(JSON.parse(readFileSync(join(made, BASELINE), 'utf8'))).toEqual({
    version: 1,
    findings: [
      { file: 'src/main.ts', code: 'BATON1002', boundary: 'worker_threads message', text: "news.postMessage('an error: no object');", count: 1 },
      { file: 'src/shout.ts', code: 'BATON1003', boundary: 'worker_threads message', text: 'port.postMessage({', count: 1 },
    ],
  });
  const source = readFileSync(join(made, 'src/main.ts'), 'utf8');
  const line = "news.postMessage('an error: no object');";
  writeFileSync(join(made, 'src/main.ts'), source.replace(line, `\n\nif (news) {\n    ${line}\n}`));
  expect(check(made)).toEqual(says(0, '5 boundaries: 2 carried, 3 not; 2 in the baseline'));
  writeFileSync(join(made, 'src/main.ts'), `${source}${line}\n`);
  const { status, stdout } = check(made, '--quiet');
  expect({ status, places: stdout.match(/^\S+: \w+ BATON\d+/gm) }).toEqual({ status: 1, places: ['src/main.ts(10,1): error BATON1002'] });
});

describe('in GitHub Actions', () => {
  const ODD = 'odd names, #1 100%';
  let told: Run;
  let sarif: string;

  beforeAll(() => {
    const made = join(folder, 'repository');
    // A package of a repository, with a file whose name means something in every format.
    write(made, { '.git/HEAD': '' });
    project('repository/packages/app', 'uncarried');
    write(join(made, 'packages/app'), { [`src/${ODD}.ts`]: "import { BroadcastChannel } from 'node:worker_threads';\nnew BroadcastChannel('odd').postMessage('odd');\n" });
    const manifest = join(folder, 'node_modules/otel-baton/package.json');
    writeFileSync(manifest, JSON.stringify({ ...(JSON.parse(readFileSync(manifest, 'utf8')) as object), repository: { type: 'git', url: 'git+https://git.example/acme/otel-baton.git' } }));
    told = checkWith({ GITHUB_ACTIONS: 'true' }, join(made, 'packages/app'), '--format', 'sarif', '--output', 'out/baton.sarif');
    sarif = readFileSync(join(made, 'packages/app/out/baton.sarif'), 'utf8');
  });

  test('they are annotations, by files of the repository', () => {
    const title = 'title=BATON1002%3A payload is no plain object';
    expect(told).toEqual(
      says(
        1,
        `::error file=packages/app/src/main.ts,line=6,col=1,endLine=6,endColumn=40,${title}::src/main.ts(6,1): ${MESSAGES.BATON1002}`,
        `::error file=packages/app/src/odd names%2C #1 100%25.ts,line=2,col=1,endLine=2,endColumn=47,${title}::src/odd names, #1 100%25.ts(2,1): ${MESSAGES.BATON1002}`,
        // The end of a place of several lines cannot be said.
        `::warning file=packages/app/src/shout.ts,line=7,col=3,title=BATON1003%3A receiver of type any::src/shout.ts(7,3): ${MESSAGES.BATON1003}`,
        '6 boundaries: 2 carried, 4 not; 2 errors, 1 warning',
      ),
    );
  });

  test('beside a file for code scanning', () => {
    const { runs } = JSON.parse(sarif) as { runs: [{ tool: { driver: { rules: { helpUri: string }[] } }; automationDetails: object; results: { level: string; locations: { physicalLocation: object }[] }[] }] };
    expect(runs).toHaveLength(1);
    expect(new Set(runs[0].tool.driver.rules.map(({ helpUri }) => helpUri))).toEqual(new Set(['https://git.example/acme/otel-baton#messages']));
    expect(runs[0].automationDetails).toEqual({ id: 'otel-baton/packages/app/tsconfig.json/' });
    expect(runs[0].results.map(({ level, locations }) => [level, ...locations.map(({ physicalLocation }) => physicalLocation)])).toEqual([
      ['error', { artifactLocation: { uri: 'packages/app/src/main.ts', uriBaseId: '%SRCROOT%' }, region: { startLine: 6, startColumn: 1, endLine: 6, endColumn: 40 } }],
      ['error', { artifactLocation: { uri: 'packages/app/src/odd%20names%2C%20%231%20100%25.ts', uriBaseId: '%SRCROOT%' }, region: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 47 } }],
      ['warning', { artifactLocation: { uri: 'packages/app/src/shout.ts', uriBaseId: '%SRCROOT%' }, region: { startLine: 7, startColumn: 3, endLine: 9, endColumn: 5 } }],
    ]);
  });
});

describe('nothing is checked where', () => {
  test.each<readonly [string, readonly string[], number, RegExp]>([
    ['an option is not known', ['--levels', 'x'], 64, /^otel-baton check: Unknown option '--levels'.* See otel-baton check --help\.\n$/],
    ['a format is not known', ['--format', 'xml'], 64, /--format xml: the formats are text, github, sarif, json\. See/],
    ['an output has no format', ['--output', 'a'], 64, /--output needs --format/],
    ['a message is not known', ['--level', 'BATON1=off'], 64, /--level BATON1=off: there is no message "BATON1"\. The messages are BATON1001, .*BATON2006\. See/],
    ['a level is not known', ['--level', 'BATON1002'], 64, /--level BATON1002: the level of BATON1002 is one of error, warning, off, for example BATON1002=error\. See/],
    ['a count is none', ['--max-warnings', 'few'], 64, /--max-warnings few: it is a count\. See/],
    ['a tsconfig is not there', ['missing/tsconfig.json'], 2, /^otel-baton: missing\/tsconfig\.json was not found\./],
    ['a file is of no tsconfig', ['outside.ts'], 2, /^otel-baton: outside\.ts is in no tsconfig\.json /],
    ['a baseline is not there', ['--baseline', 'missing.json'], 2, /^otel-baton: the baseline missing\.json cannot be read, so nothing was checked: ENOENT.*\n.*--update-baseline\.\n$/],
    ['a baseline is no JSON', ['--baseline', 'conflict.json'], 2, /the baseline conflict\.json cannot be read.*JSON/],
    ['a baseline is of another version', ['--baseline', 'newer.json'], 2, /its version is 2 and not 1\./],
    ['a baseline has something else', ['--baseline', 'other.json'], 2, /its "findings" are no list of entries with "file", "code"/],
  ])('%s', (_, args, expected, why) => {
    const made = project('misuse', 'clean');
    write(made, {
      'outside.ts': '', 'conflict.json': '<<<<<<< HEAD', 'newer.json': { version: 2, findings: [] }, 'other.json': { version: 1, findings: [{ file: 'a' }] },
    });
    const { status, stdout, stderr } = check(made, ...args);
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
    expect(stderr).toMatch(why);
  });
});

test('a baseline that cannot be read is written anew', () => {
  const made = project('anew', 'clean');
  write(made, { [BASELINE]: '<<<<<<< HEAD' });
  expect(check(made, '--update-baseline')).toEqual(says(0, '1 boundary: 1 carried, 0 not; no findings'));
  expect(JSON.parse(readFileSync(join(made, BASELINE), 'utf8'))).toEqual({ version: 1, findings: [] });
});

test('--help says what there is', () => {
  const { status, stdout, stderr } = check(project('help', 'clean'), '--help');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const option of ['level', 'max-warnings', 'baseline', 'update-baseline', 'format', 'output', 'quiet']) expect(stdout).toMatch(new RegExp(`^ {2}--${option} `, 'm'));
});
