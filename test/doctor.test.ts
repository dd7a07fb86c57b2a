/**
 * Each diagnosis of `otel-baton doctor` is made of a project that has the disease, and of one that has
 * not: `fixtures/doctor/<diagnosis>/ill` and `well`. What it says of the ill one is `expected.txt`
 * beside them; `UPDATE=1 npx jest test/doctor.test.ts` rewrites it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIAGNOSES } from '../transformer/doctor/diagnoses/index.js';
import { remove } from './harness/adoption.js';
import { doctor, patient } from './harness/doctor.js';
import { ROOT } from './harness/fixture.js';

const FIXTURES = join(ROOT, 'fixtures/doctor');
const NOTHING = /^Nothing was found that breaks traces\. Looked at: /;

test('every diagnosis has a fixture, and every fixture a diagnosis', () => {
  expect(readdirSync(FIXTURES).sort()).toEqual(DIAGNOSES.map(({ id }) => id).sort());
});

describe.each(DIAGNOSES.map(({ id, looksAt, says }) => [id, looksAt, says] as const))('%s', (id, looksAt, says) => {
  const folders: string[] = [];
  afterEach(() => folders.splice(0).forEach(remove));

  async function examine(side: 'ill' | 'well'): Promise<Awaited<ReturnType<typeof doctor>>> {
    const folder = patient(join(FIXTURES, id, side));
    folders.push(folder);
    return doctor(folder, ...(looksAt === 'run' ? ['--', process.execPath, 'main.mjs'] : []));
  }

  test('is found where it is, and nothing else', async () => {
    const { status, report } = await examine('ill');
    const file = join(FIXTURES, id, 'expected.txt');
    if (process.env['UPDATE'] === '1') writeFileSync(file, report);
    expect(report).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
    expect(status).toBe(1);
    const blocks = report.split('\n\n').slice(0, -1);
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) expect(block).toContain(`${id}: `);
    expect(report).toContain(says);
  });

  test('is not found where it is not, nor anything else', async () => {
    const { status, report } = await examine('well');
    expect(report).toMatch(NOTHING);
    expect(status).toBe(0);
  });
});
