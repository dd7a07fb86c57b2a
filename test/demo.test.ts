import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const driver = path.join(__dirname, 'tools/demo.mjs');

function demo(...args: string[]) {
  const env = { ...process.env, NO_COLOR: '1', COLUMNS: '120' };
  return spawnSync(process.execPath, [driver, ...args], { encoding: 'utf8', env });
}

describe('the demo', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'otel-baton-demo-'));
  const page = path.join(folder, 'traces.html');
  let result: ReturnType<typeof demo>;

  beforeAll(() => {
    result = demo('--html', page);
  }, 180_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is broken in plain tsc and connected with the transformer', () => {
    expect(`${result.stdout}${result.stderr}`).toContain('OK: broken without the transformer');
    expect(result.status).toBe(0);
  });

  test('prints both trace trees beside each other, within the width of the terminal', () => {
    expect(result.stdout).toMatch(/^BROKEN .*│ CONNECTED /m);
    const widest = Math.max(...result.stdout.split('\n').map((line) => [...line].length));
    expect(widest).toBeLessThanOrEqual(120);
  });

  test('names the boundary each child crossed', () => {
    expect(result.stdout).toMatch(/worker\.warm-up .*new Worker → module/);
    expect(result.stdout).toMatch(/digest #2 .*postMessage → worker/);
    expect(result.stdout).toMatch(/digest\.reply #2 .*postMessage → main/);
    expect(result.stdout).toMatch(/receipt #2 .*send → child/);
    expect(result.stdout).toMatch(/audit #3 .*void task\(\)/);
  });

  test('writes one HTML page that needs nothing else', () => {
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('<h2>BROKEN</h2>');
    expect(html).toContain('<h2>CONNECTED</h2>');
    expect(html).not.toMatch(/\b(src|href)\s*=|@import|url\(|https?:/i);
  });
});

describe('the options of the demo', () => {
  test('--help says what there is', () => {
    const { status, stdout } = demo('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('--html <file>');
  });

  test('an unknown option is an error', () => {
    const { status, stderr } = demo('--speed');
    expect(status).toBe(2);
    expect(stderr).toContain("Unknown option '--speed'");
  });
});
