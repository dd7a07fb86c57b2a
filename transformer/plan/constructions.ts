/** `new Type(…)`, which starts a worker, a pool or work that lasts, takes a function or what takes jobs, or gathers what is asked of it. */
import type { Construction } from '../boundaries/vocabulary.js';
import type { Loose } from '../syntax.js';
import { handOver } from './hand-over.js';
import { receiveJobs } from './jobs.js';
import type { Matched, Planning } from './planning.js';
import { carryCalls, receiveGiven } from './pools.js';
import type { Argument, Edit } from './rewrite.js';
import type { Row } from './rows.js';
import { environmentArguments } from './start-process.js';

export function planConstructions(planning: Planning): void {
  const { tree, kinds, index, options, resolver, scanned, spans, carried, skipped, nameOf } = planning;
  if (!scanned.constructions.length) return;
  const made = resolver.constructedBy(scanned.constructions.map((node) => node.expression as Loose));
  scanned.constructions.forEach((node, i) => {
    for (const row of index.constructions.filter((each) => each.at.of.some((name) => made[i]?.has(name)))) plan(node, row);
  });

  function plan(node: Loose, row: Row<Construction>): void {
    const end = node.kind === kinds.NewExpression ? `new ${nameOf(node.expression)}` : 'super';
    if (row.effect.does === 'receive jobs') return receiveJobs(planning, row, node, end, row.effect, row.at.of);
    const matched: Matched = { row, node, end, verdict: 'certain' };
    if (row.effect.does === 'receive task') return receiveGiven(planning, matched, row.effect);
    if (node.kind !== kinds.NewExpression) return;
    if (row.effect.does === 'carry calls') return carryCalls(planning, matched, row.effect);
    if (row.effect.does === 'hand over') return handOver(planning, matched, row.effect);
    if (row.effect.does === 'process batch') return row.boundary.relation === 'link' ? carried(matched, [{ edit: 'wrap', node, helper: 'processBatch' }], 'same isolate') : undefined;
    if (row.effect.does === 'detach') return carried(matched, [{ edit: 'wrap', node: node.expression, helper: 'detachConstructor' }], 'same isolate');
    if (row.effect.does !== 'start') return;
    const span = spans.at(node);
    const environment = environmentOf(node, row.effect.options, row.at.of, span);
    if (resolver.startedBy([node])[0] === 'foreign') {
      skipped(row, node, end, 'BATON1001');
      if (environment.length) carried({ row, node, end: `${end} env`, verdict: 'certain' }, environment, 'environment');
      return;
    }
    const after: readonly Argument[] = span ? [span] : [];
    carried({ row, node, end, verdict: 'certain' }, [{ edit: 'wrap', node: node.expression, helper: 'start', after }, ...environment], 'environment data');
  }

  /** Only of the type itself: what a subclass takes is its own affair. */
  function environmentOf(node: Loose, argument: number, types: readonly string[], span: Argument | undefined): readonly Edit[] {
    const given = node.arguments?.[argument] as Loose | undefined;
    if (!given || given.kind === kinds.SpreadElement || options.environment === 'off') return [];
    if (!resolver.valuesOf([tree.unwrap(node.expression)])[0]?.some((name) => types.includes(name))) return [];
    const literal = tree.unwrap(given);
    const mayHave = (property: Loose): boolean => property.kind === kinds.SpreadAssignment || (property.name?.text ?? 'env') === 'env';
    if (literal.kind === kinds.ObjectLiteralExpression && !(literal.properties as Loose[]).some(mayHave)) return [];
    return [{ edit: 'wrap', node: given, helper: 'withEnvironment', after: environmentArguments(options.environment, span) }];
  }
}
