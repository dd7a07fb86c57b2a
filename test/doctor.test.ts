/**
 * Each diagnosis of `otel-baton doctor` is made of a project that has the disease, and of one that has
 * not: `fixtures/doctor/<diagnosis>/ill` and `well`. What it says of the ill one is `expected.txt`
 * beside them; `UPDATE=1 npx jest test/doctor.test.ts` rewrites it.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIAGNOSES } from '../transformer/doctor/diagnoses/index.js';
import { remove } from './harness/adoption.js';
import { doctor, doctorOfEach, patient, type Examination } from './harness/doctor.js';
import { ROOT } from './harness/fixture.js';

const FIXTURES = join(ROOT, 'fixtures/doctor');
const NOTHING = /^Nothing was found that breaks traces\. Looked at: /;

test('every diagnosis has a fixture, and every fixture a diagnosis', () => {
  expect(readdirSync(FIXTURES).sort()).toEqual(DIAGNOSES.map(({ id }) => id).sort());
});

const SIDES = ['ill', 'well'] as const;
type Side = (typeof SIDES)[number];

/** By diagnosis and side. */
const folders = new Map<string, string>();
const folderOf = (id: string, side: Side): string => folders.get(`${id} ${side}`) as string;
let looked: Awaited<ReturnType<typeof doctorOfEach>>;

beforeAll(async () => {
  for (const { id } of DIAGNOSES) for (const side of SIDES) folders.set(`${id} ${side}`, patient(join(FIXTURES, id, side)));
  looked = await doctorOfEach(DIAGNOSES.flatMap(({ id, looksAt }) => (looksAt === 'project' ? SIDES.map((side) => folderOf(id, side)) : [])));
}, 300_000);

afterAll(() => folders.forEach(remove));

describe.each(DIAGNOSES.map(({ id, looksAt }) => [id, looksAt] as const))('%s', (id, looksAt) => {
  async function examine(side: Side): Promise<Pick<Examination, 'status' | 'report'> | undefined> {
    const folder = folderOf(id, side);
    return looksAt === 'run' ? doctor(folder, '--', process.execPath, 'main.mjs') : looked.get(folder);
  }

  test('is found where it is, and nothing else', async () => {
    const { status, report = '' } = (await examine('ill')) ?? {};
    const file = join(FIXTURES, id, 'expected.txt');
    if (process.env['UPDATE'] === '1') writeFileSync(file, report);
    expect(report).toBe(readFileSync(file, 'utf8'));
    expect(status).toBe(1);
    const blocks = report.split('\n\n').slice(0, -1);
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) expect(block).toMatch(new RegExp(`^${id}: .+\\n {2}.+\\n {2}Cure: .+$`));
  });

  test('is not found where it is not, nor anything else', async () => {
    const { status, report = '' } = (await examine('well')) ?? {};
    expect(report).toMatch(NOTHING);
    expect(status).toBe(0);
  });
});
