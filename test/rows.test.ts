/** The words of a row: off until it is asked for by name, and whose context a listener runs in. */
import ts from 'typescript';
import { applyAst } from '../transformer/apply/ast.js';
import { BOUNDARIES } from '../transformer/boundaries/index.js';
import type { Attach, Boundary } from '../transformer/boundaries/vocabulary.js';
import { DEFAULT_OPTIONS } from '../transformer/options.js';
import { planFile } from '../transformer/plan/plan.js';
import { indexRows } from '../transformer/plan/rows.js';
import { createSyntaxResolver } from '../transformer/resolve/syntax/index.js';
import { kindsOf, type SourceFile } from '../transformer/syntax.js';

const KINDS = kindsOf(ts.SyntaxKind as unknown as Record<string, unknown>);

function emit(text: string, wanted: ReadonlySet<string> = new Set(), boundaries: readonly Boundary[] = BOUNDARIES): string {
  const index = indexRows(boundaries.map(({ optional, ...boundary }) => ({ ...boundary, ...(optional && !wanted.has(boundary.name) && { optional }) })), () => true);
  const before: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const sourceFile = file as unknown as SourceFile;
    const found = index.hint.test(text) ? planFile(KINDS, index, DEFAULT_OPTIONS, sourceFile, createSyntaxResolver(KINDS, sourceFile)) : [];
    return applyAst(ts, context, file, found.flatMap(({ edits }) => edits));
  };
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, sourceMap: false };
  return ts.transpileModule(text, { compilerOptions, fileName: 'main.ts', transformers: { before: [before] } }).outputText;
}

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
    'baton_detach(schedule)', 'baton_detach(cron, "schedule")', 'baton_detachConstructor(CronJob)', 'baton_detachMember(job, "start")',
    'baton_detach(CronJob, "from")',
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
