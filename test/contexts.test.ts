/**
 * What each callback sees, on every supported Node, with and without us: the code is emitted once,
 * only the run differs. `OTEL_BATON_NODES=all` for all of `test/nodes.json`; else the running Node.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isTransformed, plainly, transform } from './harness/fixture-suite.js';
import { fixtures, isSameTrace, ROOT, type Fixture } from './harness/fixture.js';
import { run, writeEmitted } from './harness/run.js';

interface Node {
  readonly version: string;
  readonly file: string;
}

const FETCH = 15 * 60_000;
const ONLY = process.env['ONLY'];
const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'test/tools/nodes.mjs')], { encoding: 'utf8', timeout: FETCH });
if (status !== 0) throw new Error(`the Nodes to test on cannot be had: ${stderr}`);
const nodes = JSON.parse(stdout) as readonly Node[];

const families = ['contexts', 'listeners', 'handed-over', 'queues', 'libraries'];
const majorOf = ({ version }: Node): number => Number(version.split('.')[0]);
const nodesFor = ({ settings }: Fixture): readonly Node[] => nodes.filter((node) => majorOf(node) >= (settings.node ?? 0));
const chosen = families.flatMap(fixtures).filter((fixture) => fixture.settings.main !== null && nodesFor(fixture).length > 0 && (ONLY === undefined || fixture.name.includes(ONLY)));
const folderOf = (fixture: Fixture, side: string): string => join(ROOT, 'build/contexts', fixture.name, side);

describe.each(chosen.map((fixture) => ({ name: fixture.name, fixture })))('$name', ({ fixture }) => {
  const main = fixture.settings.main ?? 'main.js';
  const [ours, plain] = [folderOf(fixture, 'connected'), folderOf(fixture, 'plain')];
  let isOurs = false;

  beforeAll(() => {
    const emitted = transform(ts, fixture, ours);
    isOurs = isTransformed(emitted);
    writeEmitted(fixture, ours, emitted);
    writeEmitted(fixture, plain, plainly(ts, fixture, plain));
  });

  test.each(nodesFor(fixture))('on Node $version', (node) => {
    const { file } = node;
    const [connected, broken] = [run(ours, main, fixture.settings.env, file), run(plain, main, fixture.settings.env, file)];
    expect({ stdout: connected.stdout, stderr: connected.stderr, status: connected.status }).toEqual({ stdout: broken.stdout, stderr: broken.stderr, status: broken.status });
    expect(connected.trace).toBe(readFileSync(join(fixture.folder, 'trace.txt'), 'utf8'));
    if (isOurs && !isSameTrace(fixture.settings, majorOf(node))) expect(broken.trace).not.toBe(connected.trace);
    else expect(broken.trace).toBe(connected.trace);
  });
});
