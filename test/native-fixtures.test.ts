/**
 * `otel-baton tsc` on fixtures of all families, as projects of one build: token by token what the AST
 * back end makes of them with TypeScript 6. For an older target, where nearly every statement is
 * emitted in another way, the programs run and their traces are the same. All of them with
 * `OTEL_BATON_VERSIONS=all`, else a slice. Needs the built package.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { families, fixtures, isSameTrace, ROOT, type Fixture } from './harness/fixture.js';
import { linkPackage, run } from './harness/run.js';
import { tokens } from './harness/tokens.js';

const IS_FULL = process.env['OTEL_BATON_VERSIONS'] === 'all';
/** The quick run takes each of so many. */
const EVERY = IS_FULL ? 1 : 12;
const FOLDER = join(ROOT, 'build/native');
const [major = 0] = process.versions.node.split('.').map(Number);

/** What CommonJS exports of a function is assigned first of all; the AST back end assigns it where the function's constant stands. */
const ASSIGNED_FIRST = [
  'bullmq/processors-of-commonjs anonymous.cts', 'bullmq/processors-of-commonjs named.cts', 'worker-pools/jest-worker-calls-belong-to-who-makes-them worker.cts',
  'worker-pools/pools-of-several-libraries-run-one-file tasks.cts', 'worker-pools/task-modules-export-in-every-way anonymous.cts',
];

/** By syntax alone is for hosts without a program. */
const all = families().flatMap((family) => fixtures(family)).filter(({ settings }) => settings.resolver !== 'syntax');
const isListed = ({ name }: Fixture): boolean => ASSIGNED_FIRST.some((each) => each.startsWith(`${name} `));
const chosen = all.filter((fixture, i) => i % EVERY === 0 || isListed(fixture));

function copy(fixture: Fixture, folder: string, compilerOptions: object): string {
  const to = join(FOLDER, folder, fixture.name);
  mkdirSync(to, { recursive: true });
  for (const file of [...fixture.sources, ...fixture.assets]) cpSync(join(fixture.folder, file), join(to, file), { recursive: true });
  if (!existsSync(join(to, 'package.json'))) writeFileSync(join(to, 'package.json'), '{ "type": "module" }\n');
  // Paths in the plugin's options start at the tsconfig.
  const options = JSON.parse(JSON.stringify(fixture.settings.options ?? {}).replaceAll(`fixtures/${fixture.name}/`, '')) as object;
  const tsconfig = {
    compilerOptions: {
      target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2023'], types: ['node'], strict: true, sourceMap: true, skipLibCheck: true, newLine: 'lf', rootDir: '.',
      ...fixture.settings.compilerOptions, ...compilerOptions, plugins: [{ transform: 'otel-baton/transformer', ...options }],
    },
    files: fixture.sources,
  };
  writeFileSync(join(to, 'tsconfig.json'), JSON.stringify(tsconfig));
  return to;
}

/** Projects that do not reference each other can be built together all the same. */
function build(program: 'otel-baton' | 'tsc', folders: readonly string[], ...args: readonly string[]): void {
  const script = program === 'tsc' ? [join(ROOT, 'node_modules/typescript-7/bin/tsc')] : [join(ROOT, 'dist/cjs/transformer/cli.js'), 'tsc'];
  const { stdout, stderr } = spawnSync(process.execPath, [...script, '-b', ...args, ...folders], { cwd: FOLDER, encoding: 'utf8', maxBuffer: 2 ** 28 });
  // A fixture shows that a boundary of one's own may be nowhere.
  expect({ stdout, stderr: stderr.replace(/^.* BATON2006: .*\n/gm, '') }).toEqual({ stdout: '', stderr: '' });
}

const outputOf = (source: string): string => source.replace(/\.([cm]?)tsx?$/, '.$1js');
/** One import of ours to a line, as the AST back end prints them; `export {}` says what our import says, too. */
const printed = (code: string): string => code.replace(/; (?=(?:import|const) \{[^}]*\} (?:from|= require\()\s*"otel-baton\/)/g, ';\n').replace(/(?<="otel-baton\/[\w/-]*"\)?;) /g, '\n').replace(/^export \{\};$/m, '');

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  linkPackage(join(ROOT, 'build'));
});

test('what is emitted is token by token what the AST back end emits', () => {
  build('otel-baton', chosen.map((fixture) => copy(fixture, 'today', {})));
  const different = chosen.flatMap((fixture) => fixture.sources.flatMap((source) => {
    const expected = join(fixture.folder, 'expected', outputOf(source));
    const emitted = readFileSync(join(FOLDER, 'today', fixture.name, outputOf(source)), 'utf8');
    if (!existsSync(expected)) return emitted.includes('otel-baton/runtime') && !readFileSync(join(fixture.folder, source), 'utf8').includes('otel-baton/runtime') ? [`${fixture.name} ${source}`] : [];
    return tokens(printed(emitted)).join(' ') === tokens(printed(readFileSync(expected, 'utf8'))).join(' ') ? [] : [`${fixture.name} ${source}`];
  }));
  expect(different.sort()).toEqual([...ASSIGNED_FIRST].sort());
}, 1_200_000);

/** Programs that do something else for ES2015, with the AST back end as well: their libraries tell asynchronous functions by what they are, their payloads are made otherwise. */
const OF_TODAY = new Set([
  'libraries/an-sdk-that-is-started-after-the-queues-are-made', 'libraries/async-cargo-is-processed-in-the-context-of-the-first-and-linked-to-the-others',
  'libraries/async-queue-tasks-are-processed-in-the-context-of-who-pushed-them', 'libraries/batches-without-links', 'libraries/imported-in-every-way',
  'libraries/tasks-that-are-linked-to-who-pushed-them', 'worker-message/payloads-arrive-as-they-were-sent', 'worker-pools/poolifier-tasks-belong-to-who-runs-them',
]);
const isRun = ({ name, settings }: Fixture): boolean => !name.startsWith('bullmq/') && !OF_TODAY.has(name) && settings.main !== null && major >= (settings.node ?? 0);

test('programs that are emitted for older targets are connected, and are not without us', () => {
  const older = chosen.filter((fixture, i) => isRun(fixture) && (IS_FULL || i % 3 === 0 || isListed(fixture)));
  // Unchecked: top-level await is emitted as it is, and declarations of the libraries are newer.
  build('otel-baton', older.map((fixture) => copy(fixture, 'older', { target: 'es2015' })), '--noCheck');
  build('tsc', older.map((fixture) => copy(fixture, 'plain', { target: 'es2015' })), '--noCheck');
  const wrong = older.flatMap(({ name, folder, sources, settings }) => {
    const [connected, broken] = ['older', 'plain'].map((each) => run(join(FOLDER, each, name), settings.main ?? 'main.js', settings.env)) as [ReturnType<typeof run>, ReturnType<typeof run>];
    const isOurs = sources.some((file) => readFileSync(join(FOLDER, 'older', name, outputOf(file)), 'utf8').includes('otel-baton/runtime'));
    return [
      ...(connected.status === broken.status && connected.stdout === broken.stdout ? [] : [`${name} prints ${connected.stdout}${connected.stderr}`]),
      ...(connected.trace === readFileSync(join(folder, 'trace.txt'), 'utf8') ? [] : [`${name} makes ${connected.trace}`]),
      ...(!isOurs || isSameTrace(settings, major) || broken.trace !== connected.trace ? [] : [`${name} is connected without us`]),
    ];
  });
  expect(wrong).toEqual([]);
}, 1_200_000);
