/**
 * What each callback sees, on every supported Node, with and without us: the code is emitted once,
 * only the run differs. `OTEL_BATON_VERSIONS=all` for all of `test/versions.json`; else the running Node.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isTransformed, plainly, transform } from './harness/fixture-suite.js';
import { fixtures, isSameTrace, ROOT, type Fixture } from './harness/fixture.js';
import { run, writeEmitted } from './harness/run.js';
import { bringNodes, majorOf, type Program } from './harness/versions.js';

const ONLY = process.env['ONLY'];
const nodes = bringNodes();

const families = ['contexts', 'listeners', 'handed-over', 'queues', 'libraries'];
const nodesFor = ({ settings }: Fixture): readonly Program[] => nodes.filter(({ version }) => majorOf(version) >= (settings.node ?? 0));
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
    if (isOurs && !isSameTrace(fixture.settings, majorOf(node.version))) expect(broken.trace).not.toBe(connected.trace);
    else expect(broken.trace).toBe(connected.trace);
  });
});
