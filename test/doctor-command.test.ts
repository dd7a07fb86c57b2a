/** `otel-baton doctor` as a command: what it leaves alone of a program that it runs, and what it says when it is called wrongly. */
import { emptyFolder, link, remove, write } from './harness/adoption.js';
import { doctor, doctorIn } from './harness/doctor.js';

const { execPath: node } = process;
const SPAN = "require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end();\n";

let folder: string;

beforeAll(() => {
  folder = emptyFolder();
  link(folder, '@opentelemetry/api');
  write(folder, {
    'package.json': { private: true },
    'prints.cjs': "process.stdout.write('printed'); process.stderr.write('told\\n'); process.exitCode = Number(process.argv[2]);\n",
    'span.cjs': SPAN,
    // Doctor is a Node program, too.
    'mine.cjs': "if (process.argv[1].endsWith('span.cjs')) console.log('mine');\n",
    'family.cjs': "const { fork } = require('node:child_process');\nconst { Worker } = require('node:worker_threads');\nnew Worker('./span.cjs');\nnew Worker('./span.cjs');\nfork('./span.cjs', ['--quick']);\n",
    'server.cjs': `${SPAN}require('node:http').createServer().listen(0);\n`,
  });
});

afterAll(() => remove(folder));

describe('of a program that it runs', () => {
  test.each([['0', 0], ['3', 3]])('the output is untouched, and so is the exit code %s', async (code, status) => {
    const examined = await doctor(folder, '--', node, 'prints.cjs', code);
    expect(examined).toMatchObject({ status, stdout: 'printed' });
    expect(examined.stderr).toMatch(/^told\nNothing was found that breaks traces\. Looked at: \., no sources \(there is no tsconfig\.json\), 1 execution unit of the program that ran\.\n$/);
  });

  test('a problem makes the exit code 1', async () => {
    const { status, report } = await doctor(folder, '--', node, 'span.cjs');
    expect(report).toMatch(/^no-sdk: the process span\.cjs: /);
    expect(status).toBe(1);
  });

  test('NODE_OPTIONS stay in force', async () => {
    const { stdout, report } = await doctorIn({ NODE_OPTIONS: '--require ./mine.cjs' }, folder, '--', node, 'span.cjs');
    expect(stdout).toBe('mine\n');
    expect(report).toMatch(/^no-sdk: /);
  });

  test('each thread and each process is looked at, and those of one name are told once', async () => {
    const { report } = await doctor(folder, '--', node, 'family.cjs');
    expect([...report.matchAll(/^no-sdk: (.*): /gm)].map(([, unit]) => unit).sort()).toEqual(['the process span.cjs --quick', 'the worker span.cjs']);
    expect(report).toContain('4 execution units of the program that ran');
  });

  test('--for ends it, and its end is not held against it', async () => {
    const { status, report } = await doctor(folder, '--for', '2s', '--', node, 'server.cjs');
    expect(report).toMatch(/^no-sdk: the process server\.cjs: /);
    expect(report).toContain('\n1 problem. ');
    expect(status).toBe(1);
  });
});

test('--json says the same', async () => {
  const { status, stdout, stderr } = await doctor(folder, '--json', '--', node, 'span.cjs');
  expect(JSON.parse(stderr)).toEqual({
    version: 1,
    problems: [{ id: 'no-sdk', found: 'the process span.cjs: the OpenTelemetry SDK is not started there', says: expect.any(String) as string, cure: expect.stringContaining('--import ./tracing.js') as string }],
    lookedAt: ['.', 'no sources (there is no tsconfig.json)', '1 execution unit of the program that ran'],
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
});

test('--help says how it is called', async () => {
  expect(await doctor(folder, '--help')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^usage: otel-baton doctor \[options\] \[folder or tsconfig\] \[-- command …\]\n/) as string });
});

test.each<readonly [string, readonly string[], RegExp]>([
  ['another option', ['--fast'], /'--fast'/],
  ['two folders', ['a', 'b'], /one folder or tsconfig can be looked at, not a and b; a command goes after --/],
  ['no command', ['--'], /there is no command after --/],
  ['a time without a command', ['--for', '10s'], /--for says how long a command may run, and there is none/],
  ['a time that is none', ['--for', 'ever', '--', 'node'], /--for cannot be "ever"; write 10s, 500ms or 2m/],
])('%s is misuse, and what to do is said', async (_, args, message) => {
  const { status, stdout, stderr } = await doctor(folder, ...args);
  expect(stderr).toMatch(/^otel-baton doctor: .*\. See otel-baton doctor --help\.\n$/);
  expect(stderr).toMatch(message);
  expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
});

test.each<readonly [string, readonly string[], RegExp]>([
  ['a folder', ['nowhere'], /^otel-baton: nowhere was not found\. Name a folder, or a tsconfig\.json\.\n$/],
  ['a command', ['--', './nothing'], /^otel-baton: \.\/nothing could not be started: .*\n$/],
])('%s that is not there is said to be none', async (_, args, message) => {
  const { status, stdout, stderr } = await doctor(folder, ...args);
  expect(stderr).toMatch(message);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});
