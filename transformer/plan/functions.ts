/** Calls of functions: `callee(…)`. */
import type { Detach, FunctionCall, Inject, Pull } from '../boundaries/vocabulary.js';
import type { Loose } from '../syntax.js';
import { bindListener } from './bind-listener.js';
import { enter } from './enter-span.js';
import { handOver, processTasks } from './hand-over.js';
import { planInject } from './inject.js';
import type { Matched, Planning } from './planning.js';
import { carryCalls, carryMessages, receiveGiven } from './pools.js';
import { planPull } from './pull.js';
import { putIn, takeOutByCall } from './queues/index.js';
import type { Edit } from './rewrite.js';
import type { Row } from './rows.js';
import type { FunctionCandidate } from './scan.js';
import { startProcess } from './start-process.js';
import { isRunAlone } from './started-module.js';

/** Declared by nobody, so a type's bases are named to the last. */
const WHOLE = '';

export function planFunctions(planning: Planning): void {
  const { tree, kinds, options, resolver, scanned, spans, carried, skipped } = planning;
  const names = scanned.functions.length ? resolver.valuesOf(scanned.functions.map((each) => each.callee)) : [];
  const pullsValues = scanned.functions.some(({ rows }) => rows.some(({ effect }) => effect.does === 'pull' && effect.as === 'value'));
  scanned.functions.forEach((candidate, i) => {
    for (const row of candidate.rows) {
      const isMeant = row.at.of.some((name) => names[i]?.includes(name)) && planning.isEvent(row, candidate.node) && isHere(row, candidate.node);
      if (isMeant && apply(candidate, row)) return;
    }
  });

  function isHere(row: Row<FunctionCall>, node: Loose): boolean {
    if (row.at.where !== 'module body') return true;
    let at = node.parent as Loose;
    while (at.kind !== kinds.SourceFile && !tree.isFunction(at)) at = at.parent as Loose;
    return at.kind === kinds.SourceFile && isRunAlone(planning);
  }

  /** A timer is called by any name; other functions may be methods of what they are taken from. */
  function detach(callee: Loose, row: Row<FunctionCall>, { callbacks }: Detach): Edit {
    const inner = tree.unwrap(callee);
    if (row.at.where || !tree.member(inner) || tree.isOptional(inner)) return { edit: 'wrap', node: callee, helper: 'detach' };
    return { edit: 'wrap member', node: inner, helper: 'detachMember', after: callbacks ? [{ flag: true }] : [] };
  }

  /** @returns Whether the row is the right one. */
  function apply({ node, callee }: FunctionCandidate, row: Row<FunctionCall>): boolean {
    const { effect } = row;
    const matched: Matched = { row, node, end: planning.describe(planning.nameOf(callee), row, node), verdict: 'certain' };
    switch (effect.does) {
      case 'enter span':
        enter(planning, matched);
        return true;
      case 'detach':
        // An inherited method cannot be named beside its object.
        if ((tree.unwrap(callee).expression as Loose | undefined)?.kind !== kinds.SuperKeyword) carried(matched, [detach(callee, row, effect)], 'same isolate');
        return true;
      case 'enqueue':
        putIn(planning, matched, effect);
        return true;
      case 'dequeue':
        takeOutByCall(planning, matched, effect);
        return true;
      case 'hand over':
        handOver(planning, matched, effect);
        return true;
      case 'process tasks':
        processTasks(planning, matched, effect);
        return true;
      case 'bind': {
        const listener = (node.arguments as readonly Loose[]).at(effect.argument);
        if (!listener || listener.kind === kinds.SpreadElement || effect.attach === 'caller') return false;
        carried(matched, [bindListener(effect, listener)], 'same isolate');
        return true;
      }
      case 'inject':
        inject(matched, effect);
        return true;
      case 'pull':
        return pull(matched, row.at, effect);
      case 'receive task':
        receiveGiven(planning, matched, effect);
        return true;
      case 'carry calls':
        carryCalls(planning, matched, effect);
        return true;
      case 'carry messages':
        carryMessages(planning, matched, effect);
        return true;
      case 'start process': {
        const started = row.at.handed ? handed(row.at.handed, node) : callee;
        if (started) startProcess(planning, matched, effect, started);
        return started !== undefined;
      }
      default:
        throw new Error(`otel-baton: the row "${row.boundary.name}" asks for "${effect.does}" at a function, which no function can do.`);
    }
  }

  function inject(matched: Matched, { argument }: Inject): void {
    const { row, node, end } = matched;
    const plan = planInject(tree, options, { call: node, argument, peer: 'unknown', isNeverPlain: planning.isNeverPlain, span: spans.at(node) });
    if (!plan) return;
    if ('code' in plan) skipped(row, node, end, plan.code);
    else carried(matched, plan.edits, plan.form);
  }

  function pull(matched: Matched, { target }: FunctionCall, { as }: Pull): boolean {
    const port = target && (matched.node.arguments[target.argument] as Loose | undefined);
    if (!port || port.kind === kinds.SpreadElement) return false;
    const [types = []] = resolver.typesOf([{ receiver: port, member: WHOLE }]);
    if (!types.some((each) => !each || each.structural || target.on.some((name) => each.names.has(name)))) return false;
    const plan = planPull(tree, as, matched.node, port, pullsValues);
    carried(matched, plan.edits, 'sidecar', plan.code);
    return true;
  }

  /** The argument, if it is one of the functions that the row tells. */
  function handed({ argument, of }: NonNullable<FunctionCall['handed']>, node: Loose): Loose | undefined {
    const given = node.arguments[argument] as Loose | undefined;
    return given && of.some((name) => resolver.valuesOf([tree.unwrap(given)])[0]?.includes(name)) ? given : undefined;
  }
}
