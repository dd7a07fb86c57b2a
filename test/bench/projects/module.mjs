/**
 * A module of the generated project: about 150 lines of ordinary typed TypeScript that imports from
 * others, so that checking it costs what checking a real one does.
 */
import { boundary } from './boundaries.mjs';

/** Types are handed on from module to module, so a module imports only from those before it. */
const IMPORTED = [1, 7, 23];

/**
 * @param {number} index
 * @param {boolean} hasBoundary
 */
export function moduleText(index, hasBoundary) {
  const imported = IMPORTED.map((step) => index - step).filter((other) => other >= 0);
  const crossing = hasBoundary ? boundary(index) : undefined;
  return [
    imports(imported),
    crossing?.imports,
    types(index, imported),
    repository(index),
    validation(index),
    // Long and short files, in no order.
    index % 3 ? report(index) : undefined,
    index % 5 < 2 ? workflow(index) : undefined,
    index % 4 === 1 ? events(index) : undefined,
    summary(index, imported),
    crossing?.code,
  ]
    .filter((part) => part !== undefined)
    .join('\n');
}

/** @param {number[]} imported */
function imports(imported) {
  const lines = imported.flatMap((other) => [
    `import { Repository${other}, summarise${other}, validate${other} } from './module-${other}.js';`,
    `import type { Entity${other}, Outcome${other} } from './module-${other}.js';`,
  ]);
  return ["import { randomUUID } from 'node:crypto';", ...lines, ''].join('\n');
}

/**
 * @param {number} i
 * @param {number[]} imported
 */
function types(i, imported) {
  const [first] = imported;
  return `
export interface Entity${i} {
  readonly id: string;
  name: string;
  tags: readonly string[];
  createdAt: Date;
  amount: { value: number; currency: 'EUR' | 'USD' | 'CHF' };
  ${first === undefined ? 'parent?: string;' : `parent?: Pick<Entity${first}, 'id' | 'name'>;`}
}

export type Outcome${i}<T> =
  | { readonly kind: 'done'; readonly value: T; readonly took: number }
  | { readonly kind: 'refused'; readonly reason: string; readonly fields: readonly (keyof Entity${i})[] }
  | { readonly kind: 'failed'; readonly error: Error };

type Writable${i} = { -readonly [Key in keyof Entity${i}]: Entity${i}[Key] };
export type Patch${i} = Partial<Omit<Writable${i}, 'id' | 'createdAt'>>;
export type Field${i} = { [Key in keyof Entity${i}]-?: Entity${i}[Key] extends string ? Key : never }[keyof Entity${i}];
`;
}

/** @param {number} i */
function repository(i) {
  return `
export class Repository${i} {
  readonly #rows = new Map<string, Entity${i}>();
  #changed = 0;

  constructor(private readonly clock: () => Date = () => new Date()) {}

  get size(): number {
    return this.#rows.size;
  }

  create(name: string, value: number, ...tags: string[]): Entity${i} {
    const row: Entity${i} = { id: randomUUID(), name, tags, createdAt: this.clock(), amount: { value, currency: 'EUR' } };
    this.#rows.set(row.id, row);
    this.#changed++;
    return row;
  }

  update(id: string, patch: Patch${i}): Outcome${i}<Entity${i}> {
    const row = this.#rows.get(id);
    if (!row) return { kind: 'failed', error: new RangeError(\`\${id} is not known\`) };
    const changed = { ...row, ...patch, amount: { ...row.amount, ...patch.amount } };
    this.#rows.set(id, changed);
    this.#changed++;
    return { kind: 'done', value: changed, took: this.#changed };
  }

  find<Key extends Field${i}>(key: Key, value: Entity${i}[Key]): readonly Entity${i}[] {
    return [...this.#rows.values()].filter((row) => row[key] === value).sort((a, b) => a.name.localeCompare(b.name));
  }

  async *pages(size: number): AsyncGenerator<readonly Entity${i}[]> {
    const rows = [...this.#rows.values()];
    for (let at = 0; at < rows.length; at += size) yield await Promise.resolve(rows.slice(at, at + size));
  }
}
`;
}

/** @param {number} i */
function validation(i) {
  return `
const CHECKS_${i}: { readonly [Key in keyof Entity${i}]?: (value: NonNullable<Entity${i}[Key]>) => boolean } = {
  name: (value) => value.trim().length > ${i % 7},
  tags: (value) => value.every((tag) => /^[a-z-]+$/.test(tag)),
  amount: ({ value, currency }) => Number.isFinite(value) && (currency !== 'CHF' || value >= 0),
};

export function validate${i}(input: Patch${i}): Outcome${i}<Patch${i}> {
  const fields = (Object.keys(CHECKS_${i}) as (keyof Entity${i})[]).filter((key) => {
    const value = input[key as keyof Patch${i}];
    const check = CHECKS_${i}[key] as ((value: unknown) => boolean) | undefined;
    return value !== undefined && check !== undefined && !check(value);
  });
  return fields.length ? { kind: 'refused', reason: fields.join(', '), fields } : { kind: 'done', value: input, took: fields.length };
}
`;
}

/** @param {number} i */
function report(i) {
  return `
interface Line${i} {
  readonly label: string;
  readonly total: number;
  readonly share: number;
}

export function report${i}(rows: readonly Entity${i}[]): readonly Line${i}[] {
  const totals = rows.reduce((sums, { amount, tags }) => {
    for (const tag of tags.length ? tags : ['untagged']) sums.set(tag, (sums.get(tag) ?? 0) + amount.value);
    return sums;
  }, new Map<string, number>());
  const whole = [...totals.values()].reduce((sum, each) => sum + each, 0);
  return [...totals]
    .map(([label, total]) => ({ label, total, share: whole === 0 ? 0 : total / whole }))
    .filter(({ share }) => share > ${(i % 10) / 100})
    .toSorted((a, b) => b.total - a.total);
}

export const format${i} = (lines: readonly Line${i}[]): string =>
  lines.map(({ label, total, share }) => \`\${label.padEnd(20)} \${total.toFixed(2).padStart(12)} \${(share * 100).toFixed(1)} %\`).join('\\n');
`;
}

/** @param {number} i */
function workflow(i) {
  return `
type Step${i}<In, Out> = (input: In, attempt: number) => Promise<Out>;

async function retried${i}<In, Out>(step: Step${i}<In, Out>, input: In, times = 3): Promise<Outcome${i}<Out>> {
  const begun = Date.now();
  let last: unknown;
  for (let attempt = 1; attempt <= times; attempt++) {
    try {
      return { kind: 'done', value: await step(input, attempt), took: Date.now() - begun };
    } catch (error) {
      last = error;
    }
  }
  return { kind: 'failed', error: last instanceof Error ? last : new Error(String(last)) };
}

export async function import${i}(repository: Repository${i}, rows: readonly { name: string; value: string }[]): Promise<number> {
  const results = await Promise.all(
    rows.map(({ name, value }) => retried${i}(async (text: string) => repository.create(name, Number.parseFloat(text)), value)),
  );
  const failures = results.filter((result) => result.kind === 'failed');
  if (failures.length === results.length && results.length) throw new AggregateError(failures.map(({ error }) => error));
  return results.length - failures.length;
}
`;
}

/**
 * Listeners that are none of ours: their names make a file worth a second look.
 *
 * @param {number} i
 */
function events(i) {
  return `
import { EventEmitter } from 'node:events';

export class Feed${i} extends EventEmitter<{ change: [Entity${i}]; error: [Error] }> {
  constructor(repository: Repository${i}) {
    super();
    this.on('change', (row) => repository.update(row.id, { name: row.name.toUpperCase() }));
    this.on('error', (error) => console.error(error.message));
  }

  publish(row: Entity${i}): boolean {
    return this.emit('change', row);
  }
}
`;
}

/**
 * @param {number} i
 * @param {number[]} imported
 */
function summary(i, imported) {
  const parts = imported.map(
    (other) => `
  const repository${other} = new Repository${other}();
  const entity${other}: Entity${other} = repository${other}.create(row.name, row.amount.value, ...row.tags);
  const outcome${other}: Outcome${other}<unknown> = validate${other}({ name: entity${other}.name, tags: entity${other}.tags });
  if (outcome${other}.kind === 'done') parts.push(outcome${other}.took, ...(depth > 0 ? summarise${other}(entity${other}, depth - 1) : []));`,
  );
  return `
export function summarise${i}(row: Entity${i}, depth = 2): readonly number[] {
  const parts: number[] = [row.amount.value, row.tags.length];${parts.join('')}
  return parts;
}
`;
}
