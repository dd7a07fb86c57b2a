/**
 * A host that watches makes a new program for each change. Whatever was compiled before, a file is
 * judged by the program that holds it now: step by step the output is that of a host started anew.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder, link, remove, write } from '../harness/adoption.js';
import { ROOT } from '../harness/fixture.js';

interface TsJest {
  process(text: string, file: string, options: object): { readonly code: string };
}
// eslint-disable-next-line @typescript-eslint/no-require-imports
const tsJest = (require('ts-jest') as { default: { createTransformer(config: object): TsJest } }).default;
// eslint-disable-next-line @typescript-eslint/no-require-imports
const webpack = require('webpack') as typeof import('webpack');

const TRANSFORMER = join(ROOT, 'dist/cjs/transformer/index.js');
const OWN = 'export declare class Channel { #own: number; postMessage(message: object): void }\n';
const PORT = "export type { MessagePort as Channel } from 'node:worker_threads';\n";
const SENDS = "import type { Channel } from './channel.js';\nexport const send = (to: Channel): void => to.postMessage({ question: 6 });\n";
const CALLS = /otel-baton\/runtime|runtime\/sidecar/;

let folder: string;
const at = (file: string): string => join(folder, file);

beforeEach(() => {
  folder = emptyFolder();
  write(folder, {
    'tsconfig.json': { compilerOptions: { target: 'es2022', module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0', types: ['node'], strict: true, skipLibCheck: true }, include: ['src'] },
    'src/channel.ts': OWN,
    'src/send.ts': SENDS,
  });
  for (const name of ['@types/node', 'typescript', '@opentelemetry/api']) link(folder, name);
  link(folder, 'otel-baton', ROOT);
});

afterEach(() => remove(folder));

describe('ts-jest', () => {
  let count = 0;
  /** Its compilers are kept by configuration, so each has one of its own. */
  function started(): (file: string) => string {
    const config = { rootDir: folder, cwd: folder, id: String(count++), extensionsToTreatAsEsm: [], testMatch: [], testRegex: [], transform: [], globals: {} };
    const transformer = tsJest.createTransformer({ tsconfig: at('tsconfig.json'), astTransformers: { before: [TRANSFORMER] } });
    const options = { config, cacheFS: new Map<string, string>(), transformerConfig: {}, supportsStaticESM: false, instrument: false };
    return (file) => transformer.process(readFileSync(at(file), 'utf8'), at(file), options).code.replace(/\n\/\/# sourceMappingURL.*/, '');
  }

  test('compiles what changes, and what is added, as one that is started then', () => {
    const compile = started();
    expect(compile('src/send.ts')).not.toMatch(CALLS);
    write(folder, { 'src/channel.ts': PORT, 'src/added.ts': SENDS.replace('send', 'added') });
    compile('src/channel.ts');
    const [changed, added] = [compile('src/send.ts'), compile('src/added.ts')];
    const anew = started();
    expect([changed, added]).toEqual([anew('src/send.ts'), anew('src/added.ts')]);
    expect(changed).toMatch(CALLS);
    expect(added).toMatch(CALLS);
    write(folder, { 'src/channel.ts': OWN });
    compile('src/channel.ts');
    expect(compile('src/added.ts')).not.toMatch(CALLS);
    expect(compile('src/send.ts')).not.toMatch(CALLS);
  }, 60_000);
});

describe('ts-loader', () => {
  test.each([{}, { experimentalWatchApi: true }])('compiles what changes by the current program, with %j', async (options) => {
    // As docs/hosts.md has it.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { default: otelBaton } = require(TRANSFORMER) as typeof import('../../transformer/index.js');
    const compiler = webpack({
      mode: 'development',
      devtool: false,
      context: folder,
      target: 'node',
      entry: './src/send.ts',
      output: { path: at('dist'), filename: 'send.js' },
      externals: /^otel-baton|^node:/,
      externalsType: 'commonjs',
      watchOptions: { poll: 100, aggregateTimeout: 300 },
      resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
      module: {
        rules: [{ test: /\.ts$/, loader: join(ROOT, 'node_modules/ts-loader'), options: { ...options, instance: JSON.stringify(options), getCustomTransformers: (_: unknown, getProgram: () => undefined) => ({ before: [otelBaton(getProgram)] }) } }],
      },
    });
    if (!compiler) throw new Error('webpack made no compiler');
    let built = (_error: unknown): void => undefined;
    const next = (): Promise<string> => new Promise((resolve, reject) => (built = (error) => (error ? reject(error as Error) : resolve(readFileSync(at('dist/send.js'), 'utf8')))));
    const first = next();
    const watching = compiler.watch({ poll: 100, aggregateTimeout: 300 }, (error, stats) => built(error ?? (stats?.hasErrors() ? new Error(stats.toString()) : undefined)));
    try {
      expect(await first).not.toMatch(CALLS);
      for (const [channel, expected] of [[PORT, true], [OWN, false]] as const) {
        const again = next();
        write(folder, { 'src/channel.ts': channel, 'src/send.ts': `${SENDS}// ${String(expected)}\n` });
        expect(CALLS.test(await again)).toBe(expected);
      }
      expect(existsSync(at('dist/send.js'))).toBe(true);
    } finally {
      await new Promise((resolve) => watching?.close(resolve));
    }
  }, 60_000);
});
