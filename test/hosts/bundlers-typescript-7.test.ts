/**
 * The plugin where TypeScript 7 is the only one installed, as npm installs it today: what it makes
 * of the demo application is to the letter what it makes with TypeScript 6, by syntax and by types.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { remove } from '../harness/adoption.js';
import { application, BUNDLERS, edit, node, workshop } from '../harness/bundlers.js';
import { ROOT } from '../harness/fixture.js';
import { packedPackage } from '../harness/packed.js';

const packed = packedPackage();
/** By the TypeScript that is installed there. */
let folders: Readonly<Record<'typescript' | 'typescript-7', string>>;

beforeAll(() => {
  folders = { typescript: workshop(packed.tarball), 'typescript-7': workshop(packed.tarball, 'typescript-7') };
}, 60_000);

afterAll(() => Object.values(folders).forEach(remove));

const emitted = (app: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(join(app, 'dist'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(?:js|map)$/.test(file))
      .map((file) => [file, readFileSync(join(app, 'dist', file), 'utf8')]),
  );

describe.each([
  ['vite', 'by syntax', 'baton()'],
  ['vite', 'by types', "baton({ types: 'tsconfig.json' })"],
  ['esbuild', 'by syntax', 'baton()'],
] as const)('%s %s', (host, _, plugin) => {
  const { command } = BUNDLERS.find(({ name }) => name === host) as (typeof BUNDLERS)[number];
  let apps: readonly [string, string];

  beforeAll(async () => {
    const make = (folder: string): string => {
      const app = application(folder, host, false);
      if (plugin !== 'baton()') for (const file of readdirSync(app).filter((each) => /config\.ts$/.test(each))) edit(join(app, file), (text) => text.replace('baton()', plugin));
      return app;
    };
    apps = [make(folders['typescript-7']), make(folders.typescript)];
    for (const app of apps) expect(await node(app, command)).toEqual({ status: 0, output: expect.any(String) as string });
  }, 120_000);

  afterAll(() => apps.forEach(remove));

  test('emits what it emits with TypeScript 6', () => {
    const [ours, with6] = apps.map(emitted);
    expect(ours).toEqual(with6);
    expect(JSON.stringify(ours)).toContain('otel-baton/runtime');
  });

  test('the demo application is connected', async () => {
    const spans = join(apps[0], 'spans.jsonl');
    expect(await node(apps[0], ['dist/main.js'], { OTEL_BATON_SPANS: spans })).toMatchObject({ status: 0 });
    const { stdout } = spawnSync(process.execPath, [join(ROOT, 'test/tools/demo/verdict.mjs'), spans], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual({ heading: 'CONNECTED', wrong: [] });
  }, 60_000);
});
