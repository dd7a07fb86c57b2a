/**
 * The plugin in each bundler, from the packed tarball in a folder outside the repository, with the
 * snippet that docs/hosts.md shows: the demo application is connected, and is not without the plugin.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { remove } from '../harness/adoption.js';
import { application, BUNDLERS, edit, node, workshop } from '../harness/bundlers.js';
import { ROOT } from '../harness/fixture.js';
import { packedPackage } from '../harness/packed.js';

const packed = packedPackage();
let folder: string;

beforeAll(() => {
  folder = workshop(packed.tarball);
}, 60_000);

afterAll(() => remove(folder));

interface Verdict {
  readonly heading: 'CONNECTED' | 'BROKEN';
  /** The spans that are not where they belong. */
  readonly wrong: readonly string[];
}

function verdict(spans: string): Verdict {
  const { stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'test/tools/demo/verdict.mjs'), spans], { encoding: 'utf8' });
  if (stderr) throw new Error(stderr);
  return JSON.parse(stdout) as Verdict;
}

/** In a line with a boundary, so that all that is inserted there must be told from what was there. */
const FAULT = "if (process.env.DEMO_FAULT) throw new Error('a fault');";

describe.each(BUNDLERS.map((bundler) => [bundler.name, bundler] as const))('%s', (name, { command }) => {
  let apps: readonly [string, string];
  let line = 0;

  beforeAll(async () => {
    apps = [application(folder, name, false), application(folder, name, true)];
    for (const app of apps) edit(join(app, 'src/service.ts'), (text) => text.replace('void audit(order);', `void audit(order); ${FAULT}`));
    const lines = readFileSync(join(apps[0], 'src/service.ts'), 'utf8').split('\n');
    line = lines.findIndex((each) => each.includes(FAULT)) + 1;
    for (const build of await Promise.all(apps.map((app) => node(app, command)))) expect(build).toMatchObject({ status: 0 });
  }, 120_000);

  test('the demo application is connected, and is not without the plugin', async () => {
    const [ours, plain] = await Promise.all(apps.map((app) => node(app, ['dist/main.js'], { DEMO_SPANS: join(app, 'spans.jsonl') })));
    expect(ours).toEqual(plain);
    expect(ours).toEqual({ status: 0, output: expect.stringContaining('order 3: digest') as string });
    expect(verdict(join(apps[0], 'spans.jsonl'))).toEqual({ heading: 'CONNECTED', wrong: [] });
    expect(verdict(join(apps[1], 'spans.jsonl'))).toMatchObject({ heading: 'BROKEN', wrong: expect.arrayContaining(['digest #2', 'audit #1', 'receipt #3']) as string[] });
  }, 60_000);

  test('an error is told where it stands in the source', async () => {
    const runs = apps.map((app) => node(app, ['--enable-source-maps', 'dist/main.js'], { DEMO_SPANS: join(app, 'faulty.jsonl'), DEMO_FAULT: '1' }));
    const [ours, plain] = (await Promise.all(runs)).map(({ output }) => /service\.ts:\d+:\d+/.exec(output)?.[0]);
    // The column of `new` or of what is constructed, as the bundler maps it.
    expect(ours).toBe(plain);
    expect(ours).toMatch(new RegExp(`^service\\.ts:${line}:`));
  }, 60_000);
});
