/**
 * From a file to what becomes of it: scan, ask the resolver, match the rows, say the edits. Imports
 * no compiler, so it runs on the trees of every host.
 */
import type { Options } from '../options.js';
import type { Resolver } from '../resolve/resolver.js';
import type { Kinds, SourceFile } from '../syntax.js';
import { planConstructions } from './constructions.js';
import { planDetached } from './detached.js';
import { planDynamicImports } from './dynamic-imports.js';
import { planFunctions } from './functions.js';
import { planExports } from './jobs.js';
import { withoutIgnored } from './ignored.js';
import { planMembers } from './members.js';
import { findOpenSpans, type OpenSpans } from './open-spans.js';
import { createPlanning } from './planning.js';
import { planQueues } from './queues/index.js';
import { queueNames } from './queues/queue-names.js';
import type { Found } from './rewrite.js';
import type { RowIndex } from './rows.js';
import { scan, type Scan } from './scan.js';
import { planModule } from './started-module.js';
import { planTaskModule } from './task-module.js';
import { createTree, type Tree } from './tree.js';

const TRACERS = ['@opentelemetry/api#Tracer', '@opentelemetry/sdk-trace-base#Tracer', '@opentelemetry/sdk-trace#Tracer'];

const NOTHING: Scan = { members: [], functions: [], constructions: [], imports: [], spans: [] };

/** Whether the file may have a boundary: a few regular expressions over its text. */
export const mayHaveBoundary = (text: string, index: RowIndex, { queues }: Options): boolean =>
  index.hint.test(text) || (queues !== 'off' && index.queues.length > 0 && queueNames(text).size > 0);

export function planFile(kinds: Kinds, index: RowIndex, options: Options, sourceFile: SourceFile, resolver: Resolver): readonly Found[] {
  const tree = createTree(kinds, sourceFile);
  // A file that may only have a queue is not asked about for anything else.
  const scanned = index.hint.test(sourceFile.text) ? scan(tree, index) : NOTHING;
  const spans = openSpans(tree, scanned, options, resolver);
  const planning = createPlanning({ tree, kinds, index, options, resolver, scanned, spans });
  planMembers(planning);
  planFunctions(planning);
  planConstructions(planning);
  planDynamicImports(planning);
  planDetached(planning);
  planModule(planning);
  planExports(planning);
  planTaskModule(planning);
  planQueues(planning);
  return withoutIgnored(tree, planning.found);
}

function openSpans(tree: Tree, { spans }: Scan, options: Options, resolver: Resolver): OpenSpans {
  if (options.manualSpans === 'off' || !spans.length) return { at: () => undefined, scopes: new Set() };
  const types = resolver.typesOf(spans.map(({ receiver }) => ({ receiver, member: 'startSpan' })));
  const starts = spans.filter((_, i) => types[i]?.length && types[i].every((each) => TRACERS.some((name) => each?.names.has(name))));
  return findOpenSpans(tree, starts.map(({ node }) => node));
}
