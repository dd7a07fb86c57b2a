/** Rows that are off until they are asked for by name, and the words by which a row says whose context a listener runs in. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { applyAst } from '../transformer/apply/ast/index.js';
import { BOUNDARIES } from '../transformer/boundaries/index.js';
import { changed } from '../transformer/boundaries/own.js';
import type { Attach, Boundary } from '../transformer/boundaries/vocabulary.js';
import { DEFAULT_OPTIONS } from '../transformer/options.js';
import { planFile } from '../transformer/plan/plan.js';
import { indexRows } from '../transformer/plan/rows.js';
import { createSyntaxResolver } from '../transformer/resolve/syntax/index.js';
import { kindsOf, type SourceFile } from '../transformer/syntax.js';
import { ROOT } from './harness/fixture.js';
import { linkPackage, run } from './harness/run.js';

const KINDS = kindsOf(ts.SyntaxKind as unknown as Record<string, unknown>);
const BUILD = join(ROOT, 'build/optional');

linkPackage(join(ROOT, 'build'));

function emit(text: string, wanted: ReadonlySet<string> = new Set(), boundaries: readonly Boundary[] = BOUNDARIES): string {
  const asked = boundaries.flatMap((boundary) => changed(boundary, wanted.has(boundary.name) ? { use: true } : {}) ?? []);
  const index = indexRows(asked, () => true);
  const before: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const sourceFile = file as unknown as SourceFile;
    const found = index.hint.test(text) ? planFile(KINDS, index, DEFAULT_OPTIONS, sourceFile, createSyntaxResolver(KINDS, sourceFile)) : [];
    return applyAst(ts, context, file, found.flatMap(({ edits }) => edits));
  };
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, sourceMap: false };
  return ts.transpileModule(text, { compilerOptions, fileName: 'main.ts', transformers: { before: [before] } }).outputText;
}

/** @returns What is emitted, and the trace, of the program with and without the row. */
function compare(row: string, files: Readonly<Record<string, string>>): readonly { readonly code: string; readonly trace: string; readonly status: number | null }[] {
  return [new Set([row]), new Set<string>()].map((wanted) => {
    const folder = join(BUILD, row.replace(/\W/g, '-'), wanted.size ? 'on' : 'off');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const emitted = Object.entries(files).map(([name, text]) => [name, emit(text, wanted)] as const);
    for (const [name, text] of emitted) writeFileSync(join(folder, `${name}.js`), text);
    const { trace, status } = run(folder, 'main.js');
    return { code: emitted[0]?.[1] ?? '', trace, status };
  });
}

const TRACER = `import { trace } from '@opentelemetry/api';\nconst tracer = trace.getTracer('optional');\n`;

test('signal handlers run in no context', () => {
  const main = `${TRACER}
const alive = setInterval(() => undefined, 1000);
const stop = (): void => {
  tracer.startSpan('handled').end();
  console.log(process.listeners('SIGUSR2').includes(stop));
  process.off('SIGUSR2', stop);
  clearInterval(alive);
};
tracer.startActiveSpan('request', (span) => {
  process.on('SIGUSR2', stop);
  process.once('SIGHUP', () => tracer.startSpan('handled once').end());
  span.end();
});
process.kill(process.pid, 'SIGHUP');
process.kill(process.pid, 'SIGUSR2');
`;
  const [on, off] = compare('signal', { main });
  expect([on?.status, off?.status]).toEqual([0, 0]);
  expect(on?.code.match(/baton_bindAs\("root"/g)).toHaveLength(2);
  expect(on?.trace).toBe('handled\nhandled once\nrequest\n');
  expect(off?.code).not.toContain('baton');
  expect(off?.trace).toBe('request\n  handled\n  handled once\n');
});

test('a module that is imported inside a span runs in no context, what follows does', () => {
  const main = `${TRACER}
const name = './lazy.js';
await tracer.startActiveSpan('request', async (span) => {
  const { answer } = await import(name);
  tracer.startSpan('imported ' + answer).end();
  const failed = import('./missing.js').catch(() => tracer.startSpan('failed').end());
  void import(\`./\${'lazy'}.js\`);
  await failed;
  span.end();
});
await import('./lazy.js');
`;
  const lazy = `${TRACER}
tracer.startSpan('module').end();
await null;
tracer.startSpan('module, later').end();
export const answer = 42;
`;
  const [on, off] = compare('imported module', { main, lazy });
  expect([on?.status, off?.status]).toEqual([0, 0]);
  expect(on?.code).toContain('await baton_detach(() => import(name))()');
  expect(on?.code.match(/baton_detach\(/g)).toHaveLength(2);
  expect(on?.trace).toBe('module\nmodule, later\nrequest\n  failed\n  imported 42\n');
  expect(off?.code).not.toContain('baton');
  expect(off?.trace).toBe('request\n  failed\n  imported 42\n  module\n  module, later\n');
});

test('ticks of cron are detached where they start', () => {
  const index = `import { CronJob } from 'cron';
import cron, { schedule } from 'node-cron';
schedule('* * * * *', tick);
cron.schedule('* * * * *', tick);
const job = new CronJob('* * * * *', tick);
job.start();
CronJob.from({ cronTime: '* * * * *', onTick: tick });
function tick(): void {}
`;
  expect(emit(index, new Set(['cron job'])).match(/baton_detach\w*\([^)]*\)/g)).toEqual([
    'baton_detach(schedule)', 'baton_detachMember(cron, "schedule", true)', 'baton_detachConstructor(CronJob)', 'baton_detachMember(job, "start", true)',
    'baton_detachMember(CronJob, "from", true)',
  ]);
  expect(emit(index)).not.toContain('baton');
});

describe('a listener runs in the context of', () => {
  const main = `import { readFileSync, watchFile } from 'node:fs';
import { PassThrough } from 'node:stream';
const through = new PassThrough();
const { signal } = new AbortController();
through.on('data', listen);
through.once('end', listen);
signal.addEventListener('abort', listen);
signal.onabort = listen;
watchFile('settings.json', listen);
function listen(): void {}
`;
  const withWord = (attach: Attach): readonly Boundary[] =>
    BOUNDARIES.map((boundary) => ({ ...boundary, ends: boundary.ends.map((end) => (end.effect.does === 'bind' ? { ...end, effect: { ...end.effect, attach } } : end)) }));

  test.each<[Attach, string, string]>([
    ['registrant', 'bind(listen', 'listensAs("registrant", signal)'],
    ['auto', 'bindAs("auto", listen', 'listensAs("auto", signal)'],
    ['root', 'bindAs("root", listen', 'listensAs("root", signal)'],
  ])('%s, by the word of the row', (attach, bound, listens) => {
    const code = emit(main, new Set(), withWord(attach));
    for (const site of [
      `through.on('data', baton_${bound})`, `through.on('end', baton_${bound}, "end")`, `watchFile('settings.json', baton_${bound})`,
      `baton_${listens}.addEventListener('abort', listen)`, `baton_${listens}.onabort = listen`,
    ]) expect(code).toContain(site);
  });

  test('the caller: nothing is written', () => expect(emit(main, new Set(), withWord('caller'))).not.toContain('baton'));
});
