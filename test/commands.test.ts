/** `npx otel-baton` from the packed tarball: what there is, and which line is the right one in a project. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { consumer, emptyFolder, install, link, remove, TOOLCHAINS, write, type Files } from './harness/adoption.js';
import { BROKEN, COMMONJS_WORKER, CONNECTED, main, OUTPUT, worker } from './harness/adoption-program.js';
import { ROOT } from './harness/fixture.js';
import { call } from './harness/native.js';
import { packedPackage } from './harness/packed.js';
import { run } from './harness/run.js';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const PLUGIN = { compilerOptions: { plugins: [{ transform: 'otel-baton/transformer' }] } };

const packed = packedPackage();
let folder: string;

beforeAll(() => {
  folder = emptyFolder();
  install(folder, packed.tarball);
  for (const name of ['magic-string', '@jridgewell/remapping']) link(folder, name);
}, 60_000);

afterAll(() => remove(folder));

/** A project with packages of these versions, of which nothing but the version is there. */
function project(name: string, packages: Readonly<Record<string, string>>, files: Files = {}): void {
  write(join(folder, name), { 'package.json': { private: true }, ...files });
  for (const [each, is] of Object.entries(packages)) write(join(folder, name, 'node_modules', each), { 'package.json': { name: each, version: is } });
}

const baton = (name: string, ...args: string[]): ReturnType<typeof call> => call(folder, name, 'otel-baton', ...args);

describe('the command', () => {
  beforeAll(() => project('empty', {}));

  test('--help says what there is, --version which version', async () => {
    const { status, output } = await baton('empty', '--help');
    expect({ status, output }).toEqual({ status: 0, output: expect.stringMatching(/^usage: otel-baton <command>[^]*\n {2}tsc \[options of tsc\] +compile/) as string });
    expect(await baton('empty', '--version')).toEqual({ status: 0, output: `${version}\n` });
  });

  test('another word is an error that names the commands', async () => {
    const { status, output } = await baton('empty', 'tcs');
    expect(output).toMatch(/^otel-baton: there is no command "tcs"\. The commands are: .*\btsc\b.*\n$/);
    expect(status).toBe(64);
  });
});

describe('without a command, the right line is said for', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, Files, readonly RegExp[]]>([
    ['TypeScript 7', { typescript: '7.0.2' }, { 'tsconfig.json': PLUGIN }, [/tsc ignores the plugin that tsconfig\.json lists/, /Compile with: npx otel-baton tsc -p \./]],
    ['TypeScript 7 with ts-patch', { typescript: '7.0.2', 'ts-patch': '4.0.1' }, {}, [/ts-patch cannot work with TypeScript 7/, /npm uninstall ts-patch/, /npx otel-baton tsc -p \./, /"plugins"/]],
    ['TypeScript 6 with ts-patch', { typescript: '6.0.3', 'ts-patch': '4.0.1' }, {}, [/Compile with: npx tspc -p \./, /Add to the compilerOptions of tsconfig\.json: "plugins"/]],
    ['TypeScript 5 alone', { typescript: '5.9.3' }, { 'tsconfig.json': PLUGIN }, [/npm install --save-dev ts-patch/]],
    ['no TypeScript', {}, {}, [/TypeScript is not installed here/]],
    ['Vite', { typescript: '7.0.2' }, { 'vite.config.ts': '' }, [/Vite \(vite\.config\.ts\): .*otel-baton\/vite/]],
    ['Vite with the plugin', { typescript: '7.0.2' }, { 'vite.config.ts': "import baton from 'otel-baton/vite';" }, [/Vite \(vite\.config\.ts\): has the plugin\./]],
  ])('%s', async (title, packages, files, lines) => {
    const name = title.replaceAll(' ', '-');
    project(name, packages, files);
    const { status, output } = await baton(name);
    for (const line of lines) expect(output).toMatch(line);
    expect(status).toBe(0);
  });
});

describe('`otel-baton tsc`', () => {
  test('without ts-patch for TypeScript 5 or 6, or beyond the versions that are known, says what to install', async () => {
    project('alone', { typescript: '6.0.3' });
    expect(await baton('alone', 'tsc')).toEqual({ status: 1, output: expect.stringMatching(/TypeScript 6\.0\.3 was found without ts-patch.*npm install --save-dev ts-patch/) as string });
    project('unknown', { typescript: '7.4.0' });
    expect(await baton('unknown', 'tsc')).toEqual({ status: 1, output: expect.stringMatching(/TypeScript 7\.4\.0 was found .*Install TypeScript 7\.0: npm install/) as string });
  });

  test.each(TOOLCHAINS.map((toolchain) => [toolchain.name, toolchain] as const))('is tspc with %s', async (_, toolchain) => {
    const made = consumer(toolchain, packed.tarball);
    try {
      const compilerOptions = { target: 'es2022', module: 'nodenext', types: ['node'], strict: true, skipLibCheck: true, rootDir: 'src', outDir: 'dist' };
      write(join(made, 'app'), {
        'package.json': { private: true }, 'src/main.ts': main(COMMONJS_WORKER), 'src/worker.ts': worker(), 'tsconfig.json': { compilerOptions: { ...compilerOptions, ...PLUGIN.compilerOptions } },
      });
      expect(await call(made, 'app', 'otel-baton', 'tsc', '-p', '.')).toEqual({ status: 0, output: '' });
      expect(run(join(made, 'app'), 'dist/main.js')).toMatchObject({ status: 0, stdout: OUTPUT, trace: CONNECTED });
      expect(await call(made, 'app', 'tsc', '-p', '.')).toEqual({ status: 0, output: '' });
      expect(run(join(made, 'app'), 'dist/main.js')).toMatchObject({ status: 0, stdout: OUTPUT, trace: BROKEN });
    } finally {
      remove(made);
    }
  }, 60_000);
});
