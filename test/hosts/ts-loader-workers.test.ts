/** webpack makes the file of a worker of `new Worker(new URL('./worker.ts', import.meta.url))`, which it must find in what ts-loader emits. */
import { remove, write } from '../harness/adoption.js';
import { hostFolder, node, type HostFolder } from '../harness/host.js';
import { packedPackage } from '../harness/packed.js';
import { run } from '../harness/run.js';

const BUILD = `
import webpack from 'webpack';
import otelBaton from 'otel-baton/transformer';

webpack({
  mode: 'production',
  target: 'node20',
  entry: './src/main.ts',
  output: { path: process.cwd() + '/dist', filename: 'main.cjs', chunkFilename: '[name].cjs' },
  module: {
    parser: { javascript: { worker: ['...', 'Worker from node:worker_threads'] } },
    rules: [{
      test: /\\.ts$/,
      loader: 'ts-loader',
      options: {
        transpileOnly: true,
        compilerOptions: { module: 'esnext', moduleResolution: 'bundler' },
        getCustomTransformers: (program, getProgram) => ({ before: [otelBaton(getProgram)] }),
      },
    }],
  },
}, (error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
});
`;

const packed = packedPackage();
let host: HostFolder;

beforeAll(() => {
  host = hostFolder({ name: 'ts-loader', packages: ['ts-loader', 'webpack'], application: 'bundled/workers' }, packed.tarball);
}, 60_000);

afterAll(() => remove(host.folder));

test('a worker that webpack finds starts, and answers, in the context of its creator', async () => {
  const app = host.project('connected');
  write(app, { 'build.mjs': BUILD });
  expect(await node(app, ['build.mjs'])).toMatchObject({ status: 0, stderr: '' });
  const { status, stderr, trace, spans } = run(app, 'dist/main.cjs');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const name of ['started', 'work', 'bare.reply', 'named.reply', 'gone']) expect(trace).toMatch(new RegExp(`^ +${name}$`, 'm'));
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);

  write(app, { 'build.mjs': BUILD.split('\n').filter((line) => !line.includes('otelBaton')).join('\n') });
  expect(await node(app, ['build.mjs'])).toMatchObject({ status: 0, stderr: '' });
  expect(run(app, 'dist/main.cjs').trace).toMatch(/^work$/m);
}, 90_000);
