/**
 * What each callback sees, on every supported Node, with and without us: the code is emitted once,
 * only the run differs. `OTEL_BATON_NODES=all` for all of `test/nodes.json`; else the running Node.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isTransformed, plainly, transform } from './harness/fixture-suite.js';
import { fixtures, ROOT, type Fixture } from './harness/fixture.js';
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

const families = ['contexts', 'listeners'];
const chosen = families.flatMap(fixtures).filter(({ name, settings }) => settings.main !== null && (ONLY === undefined || name.includes(ONLY)));
const majorOf = ({ version }: Node): number => Number(version.split('.')[0]);
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

  test.each(nodes.filter((node) => majorOf(node) >= (fixture.settings.node ?? 0)))('on Node $version', ({ file }) => {
    const [connected, broken] = [run(ours, main, fixture.settings.env, file), run(plain, main, fixture.settings.env, file)];
    expect({ stdout: connected.stdout, stderr: connected.stderr, status: connected.status }).toEqual({ stdout: broken.stdout, stderr: broken.stderr, status: broken.status });
    expect(connected.trace).toBe(readFileSync(join(fixture.folder, 'trace.txt'), 'utf8'));
    if (isOurs && !fixture.settings.sameTrace) expect(broken.trace).not.toBe(connected.trace);
    else expect(broken.trace).toBe(connected.trace);
  });
});
