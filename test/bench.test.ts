/** That the bench runs. What it measures is no test. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const driver = path.join(__dirname, 'bench/main.mjs');

function bench(...args: string[]) {
  return spawnSync(process.execPath, [driver, ...args], { encoding: 'utf8' });
}

test('measures the runtime beside its baseline', () => {
  const { status, stdout, stderr } = bench('--only', 'size', '--quick');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/ \(baseline\) +\d+ /);
  expect(stdout).toMatch(/otel-baton\/runtime +\d+ .*bytes ≤ 2048: (?:ok|missed)/);
  expect(stdout).toMatch(/it and runtime\/process +\d+ /);
  expect(stdout).toMatch(/all \w+ +\d+ /);
});

test.each([
  ['process, json: a small object, round trip', /in a span .*CPU ≤ 1\.00 of by hand, in a span: .*; wall ≤ 1\.05 of bare: /],
  ['process started by spawn', /in a span .*wall ≤ 1\.05 of bare: /],
])('measures "%s" beside the propagation written by hand', (title, judged) => {
  const { status, stdout, stderr } = bench('--only', 'process', '--quick', '--rounds', '1', '--message', title);
  expect(stderr).not.toContain('FAILED');
  expect(status).toBe(0);
  expect(stdout).toContain(`(b) ${title}, 1 rounds`);
  expect(stdout).toMatch(judged);
});

test('measures work inside one process beside the same written by hand', () => {
  const { status, stdout, stderr } = bench('--only', 'work', '--quick', '--rounds', '1');
  expect(stderr).not.toContain('FAILED');
  expect(status).toBe(0);
  for (const title of ['an event for a listener', 'a job put into a queue and taken out', 'a task of piscina']) expect(stdout).toContain(`(b) ${title}, 1 rounds`);
  expect(stdout).toMatch(/in a span .*CPU ≤ 1\.10 of by hand, in a span: /);
});

test('measures what it costs to be observed beside a runtime that cannot be', () => {
  const { status, stdout, stderr } = bench('--only', 'debug', '--quick', '--rounds', '1', '--message', 'an event for a listener');
  expect(stderr).not.toContain('FAILED');
  expect(status).toBe(0);
  expect(stdout).toContain('(b) observed: an event for a listener, 1 rounds');
  expect(stdout).toMatch(/otel-baton, with nowhere to observe it from \(baseline\) /);
  expect(stdout).toMatch(/otel-baton .*CPU ≤ 1\.02 of otel-baton, with nowhere to observe it from: /);
  expect(stdout).toMatch(/otel-baton, counted .*\n +otel-baton, logged /);
});

test('--help says what there is', () => {
  const { status, stdout } = bench('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('--only <part>');
});

test.each([
  [['--speed'], "Unknown option '--speed'"],
  [['--only', 'speed'], '--only cannot be speed. It is one of: build, hosts, tsc, message, process, '],
  [['--rounds', '0'], '--rounds cannot be 0.'],
])('%j is an error', (args, message) => {
  const { status, stderr } = bench(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});

test('measures what a pool keeps', () => {
  const { status, stdout, stderr } = bench('--only', 'memory', '--quick');
  expect(stderr).not.toContain('FAILED');
  expect(status).toBe(0);
  expect(stdout).toMatch(/after 20,000 .*parent KB ≤ \d+: ok .*child 1 KB ≤ \d+: ok .*child 2 KB ≤ \d+: ok/);
});
