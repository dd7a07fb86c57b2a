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
});

test('--help says what there is', () => {
  const { status, stdout } = bench('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('--only <part>');
});

test.each([
  [['--speed'], "Unknown option '--speed'"],
  [['--only', 'memory'], '--only cannot be memory. It is one of: build, message, size.'],
  [['--rounds', '0'], '--rounds cannot be 0.'],
])('%j is an error', (args, message) => {
  const { status, stderr } = bench(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});
