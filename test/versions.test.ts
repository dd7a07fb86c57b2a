/**
 * The table `test/versions.json`: it says what is installed, and what it brings works. Most of it
 * only with `OTEL_BATON_VERSIONS=all`.
 */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { buildDemo, placePackage, runBuilt, type Demo } from './harness/demo.js';
import { isTransformed, plainly, transform } from './harness/fixture-suite.js';
import { fixtures, isSameTrace, ROOT } from './harness/fixture.js';
import { differences } from './harness/host.js';
import { run, writeEmitted } from './harness/run.js';
import { bringNodes, bringOpenTelemetry, bringRuntimes, majorOf, VERSIONS } from './harness/versions.js';
import { describeScenario } from './runtime/scenario.js';

const ONLY = process.env['ONLY'];
const versionOf = (name: string): string => (JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;

function expectConnected(demo: Demo, node: string): void {
  const ran = [demo.plain, demo.connected].map((folder) => runBuilt(folder, node));
  for (const { status, stderr } of ran) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(differences(demo.plain, demo.connected)).toEqual([]);
}

describe('what is installed is what the table says', () => {
  test.each(VERSIONS.typescript.tested)('TypeScript $version', ({ version, package: folder, with: { version: its, package: tsPatch } }) => {
    expect(versionOf(folder)).toBe(version);
    if (tsPatch !== undefined) expect(versionOf(tsPatch)).toBe(its);
  });

  test.each(VERSIONS.opentelemetry.tested.filter(({ bring }) => !bring))('@opentelemetry/api $api with SDK $sdk', ({ api, sdk }) => {
    expect(versionOf('@opentelemetry/api')).toBe(api);
    expect(versionOf('@opentelemetry/sdk-trace-base')).toBe(sdk);
  });

  test('a Node of every supported line', () => {
    const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } };
    expect(engines.node).toContain(String(majorOf(VERSIONS.node.tested[0] ?? '')));
    expect(VERSIONS.node.tested.map(majorOf)).toEqual([20, 22, 24, 26]);
  });
});

// The running Node's is a test of its own.
const others = bringNodes().filter(({ version }) => version !== process.versions.node);
if (others.length) {
  describe('the demo, with what is installed', () => {
    let demo: Demo;

    beforeAll(() => {
      demo = buildDemo(join(ROOT, 'build/versions'));
    }, 120_000);

    test.each(others)('on Node $version', ({ file }) => expectConnected(demo, file));
  });
}

for (const sdk of bringOpenTelemetry()) {
  const nodes = bringNodes().filter(({ version }) => majorOf(version) >= (sdk.node ?? 0));

  describe(`@opentelemetry/api ${sdk.api} with SDK ${sdk.sdk}`, () => {
    const record = join(sdk.folder, 'record.mjs');

    beforeAll(() => {
      placePackage(sdk.folder);
      // What is resolved from there is what was brought.
      cpSync(join(ROOT, 'test/harness/record.mjs'), record);
      cpSync(join(ROOT, `test/harness/sdk-${majorOf(sdk.sdk)}.mjs`), join(sdk.folder, 'sdk-2.mjs'));
    });

    describe('the demo', () => {
      let demo: Demo;

      beforeAll(() => {
        demo = buildDemo(sdk.folder, `sdk-${majorOf(sdk.sdk)}`);
      }, 120_000);

      test.each(nodes)('on Node $version', ({ file }) => expectConnected(demo, file));
    });

    const chosen = (sdk.families ?? []).flatMap(fixtures).filter(({ name, settings }) => settings.main !== null && (ONLY === undefined || name.includes(ONLY)));
    // On one Node: what differs between them is tested elsewhere.
    const [node] = nodes;
    test.each(chosen.map((fixture) => [fixture.name, fixture] as const))(`%s, on Node ${node?.version ?? ''}`, (_, fixture) => {
      const main = fixture.settings.main ?? 'main.js';
      const folder = (side: string): string => join(sdk.folder, 'fixtures', fixture.name, side);
      const emitted = transform(ts, fixture, folder('connected'));
      writeEmitted(fixture, folder('connected'), emitted);
      writeEmitted(fixture, folder('plain'), plainly(ts, fixture, folder('plain')));
      const [connected, broken] = ['connected', 'plain'].map((side) => run(folder(side), main, fixture.settings.env, node?.file, record));
      expect({ stdout: connected?.stdout, stderr: connected?.stderr, status: connected?.status }).toEqual({ stdout: broken?.stdout, stderr: broken?.stderr, status: broken?.status });
      expect(connected?.trace).toBe(readFileSync(join(fixture.folder, 'trace.txt'), 'utf8'));
      if (isTransformed(emitted) && !isSameTrace(fixture.settings, majorOf(node?.version ?? ''))) expect(broken?.trace).not.toBe(connected?.trace);
    });
  });
}

/** What hangs where it hangs without us, where a platform's messages carry no context. */
const BY_MESSAGE = { 'messages of threads': /connected: (?:digest|price)(?:\.reply)? #/, 'messages of processes': /connected: receipt(?:\.reply)? #/ } as const;
/** What the platform itself does otherwise than Node: that is not ours to change. */
const OF_THE_PLATFORM = /^plain: /;

for (const runtime of bringRuntimes()) {
  describe(`${runtime.name} ${runtime.version}`, () => {
    for (const scenario of runtime.scenarios) describeScenario(scenario, `${scenario}.mjs`, { program: runtime.file, nodeArguments: runtime.arguments ?? [], env: { NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' } });

    let demo: Demo;

    beforeAll(() => {
      const folder = join(ROOT, 'build/runtimes', runtime.name);
      placePackage(folder);
      demo = buildDemo(folder);
    }, 120_000);

    test('the demo prints the same and carries what the table says, and no more', () => {
      const [plain, connected] = [demo.plain, demo.connected].map((folder) => runBuilt(folder, runtime.file, runtime.arguments));
      expect(plain?.stdout).toMatch(/^(?:order \d: .*\n){3}$/);
      // Deno's port of a worker has no `close`, so there the demo ends with an error, with us or without.
      expect({ stdout: connected?.stdout, status: connected?.status }).toEqual({ stdout: plain?.stdout, status: plain?.status });
      const found = differences(demo.plain, demo.connected).filter((each) => !OF_THE_PLATFORM.test(each));
      for (const each of found) expect(runtime.lacks.some((lack) => BY_MESSAGE[lack].test(each))).toBe(true);
      for (const lack of runtime.lacks) expect(found.some((each) => BY_MESSAGE[lack].test(each))).toBe(true);
    });
  });
}
