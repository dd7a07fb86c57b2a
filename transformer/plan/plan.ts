/**
 * From a file to what becomes of it: scan, ask the resolver, match the rows, say the edits. Imports
 * no compiler, so it runs on the trees of every host.
 */
import type { Options } from '../options.js';
import type { Resolver } from '../resolve/resolver.js';
import type { Kinds, SourceFile } from '../syntax.js';
import { planConstructions } from './constructions.js';
import { planDetached } from './detached.js';
import { planFunctions } from './functions.js';
import { planMembers } from './members.js';
import { findOpenSpans, type OpenSpans } from './open-spans.js';
import { createPlanning } from './planning.js';
import type { Found } from './rewrite.js';
import type { RowIndex } from './rows.js';
import { scan, type Scan } from './scan.js';
import { planModule } from './started-module.js';
import { planTaskModule } from './task-module.js';
import { createTree, type Tree } from './tree.js';

const TRACERS = ['@opentelemetry/api#Tracer', '@opentelemetry/sdk-trace-base#Tracer', '@opentelemetry/sdk-trace#Tracer'];

/** Whether the file may have a boundary: one regular expression over its text. */
export const mayHaveBoundary = (sourceFile: SourceFile, index: RowIndex): boolean => index.hint.test(sourceFile.text);

export function planFile(kinds: Kinds, index: RowIndex, options: Options, sourceFile: SourceFile, resolver: Resolver): readonly Found[] {
  const tree = createTree(kinds, sourceFile);
  const scanned = scan(tree, index);
  const spans = openSpans(tree, scanned, options, resolver);
  const planning = createPlanning({ tree, kinds, index, options, resolver, scanned, spans });
  planMembers(planning);
  planFunctions(planning);
  planConstructions(planning);
  planDetached(planning);
  planModule(planning);
  planTaskModule(planning);
  return planning.found;
}

function openSpans(tree: Tree, { spans }: Scan, options: Options, resolver: Resolver): OpenSpans {
  if (options.manualSpans === 'off' || !spans.length) return { at: () => undefined, scopes: new Set() };
  const types = resolver.typesOf(spans.map(({ receiver }) => ({ receiver, member: 'startSpan' })));
  const starts = spans.filter((_, i) => types[i]?.length && types[i].every((each) => TRACERS.some((name) => each?.names.has(name))));
  return findOpenSpans(tree, starts.map(({ node }) => node));
}
