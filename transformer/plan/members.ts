/** Calls and assignments of members: `receiver.member(…)`, `receiver.member = …`. */
import type { Assignment, Bind, Effect, Inject, MemberCall } from '../boundaries/vocabulary.js';
import type { Options } from '../options.js';
import type { Constituent, ReceiverTypes } from '../resolve/resolver.js';
import type { Loose } from '../syntax.js';
import { bindListener, policyOf } from './bind-listener.js';
import { enter } from './enter-span.js';
import { handedOver, handOver, handOverCalls } from './hand-over.js';
import { planInject } from './inject.js';
import { sendJobs } from './jobs.js';
import type { Matched, Planning } from './planning.js';
import { carryCalls, receiveGiven, sendTask } from './pools.js';
import type { Edit } from './rewrite.js';
import type { Row } from './rows.js';
import type { MemberCandidate } from './scan.js';

type MemberRow = Row<MemberCall | Assignment>;
type Verdict = 'certain' | 'guarded' | 'unknown' | 'no';

/** A type that is known to be none of the row's. */
const NOTHING: Constituent = { names: new Set(), structural: false };
/** Effects for which the receiver must be known. */
const UNASKED: ReadonlySet<Effect['does']> = new Set(['hand over', 'hand over calls', 'enter span']);
/** Members of emitters that return what they are called on. */
const FLUENT = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener', 'off', 'removeListener', 'setEncoding', 'resume', 'pause']);

export function planMembers(planning: Planning): void {
  const { tree, kinds, options, resolver, scanned, spans, carried, skipped } = planning;
  // Where no span is open, none can be entered.
  const members = spans.scopes.size ? scanned.members : scanned.members.filter(({ rows }) => rows.some(({ effect }) => effect.does !== 'enter span'));
  const types = members.length ? resolver.typesOf(members) : [];
  members.forEach((candidate, i) => {
    const verdictOf = (row: MemberRow): Verdict => {
      // What an unknown receiver does with a function cannot be asked at run time.
      const unknown = UNASKED.has(row.effect.does) ? 'skip' : options.unknown;
      return judge(typesFor(row, candidate, types[i] ?? []), { ...row.at, on: typesOf(row, candidate) }, unknown);
    };
    const isBound = (row: MemberRow): boolean => row.effect.does === 'bind' && isWanted(row, candidate.node, 'certain') && verdictOf(row) === 'certain';
    for (const row of candidate.rows) {
      const verdict = verdictOf(row);
      if (verdict === 'no' || !isWanted(row, candidate.node, verdict)) continue;
      // Most calls of members with such common names hand over nothing.
      if (row.effect.does === 'hand over' && !handedOver(planning, candidate.node, row.effect).length) continue;
      // Another row may be of what all the types have in common.
      if (verdict !== 'certain' && row.effect.does === 'bind' && candidate.rows.some(isBound)) continue;
      const end = planning.describe(candidate.member, row, candidate.node);
      // What is posted to it from elsewhere must arrive as it was sent, so an unknown receiver is asked at run time.
      const isGuardFree = verdict === 'unknown' && row.effect.does === 'receive' && resolver.name === 'checker';
      if (verdict === 'unknown' && !isGuardFree) skipped(row, candidate.node, end, 'BATON1003');
      else apply(candidate, { row: rowOf(row, candidate, types[i] ?? []), node: candidate.node, end, verdict: verdict === 'certain' ? 'certain' : 'guarded' });
      return;
    }
  });

  /** A listener is bound in the same way whichever of the rows that do so the receiver turns out to be of: those rows; others stand alone. */
  function alike(row: MemberRow, candidate: MemberCandidate): readonly MemberRow[] {
    const { at, effect } = row;
    if (effect.does !== 'bind' || at.site === 'assignment' || at.property) return [row];
    return candidate.rows.filter(
      ({ at: its, effect: other }) =>
        its.site === 'member call' && !its.property && other.does === 'bind' && other.attach === effect.attach && other.lasts === effect.lasts && other.target === effect.target &&
        planning.isEvent({ ...row, at: its, effect: other } as Row<MemberCall>, candidate.node) === true,
    );
  }

  function typesOf(row: MemberRow, candidate: MemberCandidate): readonly string[] {
    return alike(row, candidate).flatMap(({ at }) => at.on);
  }

  /** Of rows that are alike, the one that tells the receiver by name. */
  function rowOf(row: MemberRow, candidate: MemberCandidate, given: ReceiverTypes): MemberRow {
    return alike(row, candidate).find(({ at }) => given.some((each) => at.on.some((name) => each?.names.has(name)))) ?? row;
  }

  function judge(given: ReceiverTypes, at: MemberCall | Assignment, unknown: Options['unknown']): Verdict {
    const all = given.map((each): Verdict => {
      if (!each) return 'unknown';
      if (at.on.some((name) => each.names.has(name))) return 'certain';
      if (at.maybe?.some((name) => each.names.has(name))) return 'guarded';
      // Only a port's type has `maybe`; other rows name types that nothing else can stand in for.
      return each.structural && at.maybe ? 'guarded' : 'no';
    });
    if (!all.length || all.every((each) => each === 'no')) return 'no';
    // Members called as those of other rows are everywhere.
    if (!at.maybe && unknown === 'skip' && !all.includes('certain')) return 'no';
    if (all.every((each) => each === 'certain')) return 'certain';
    if (all.some((each) => each === 'certain' || each === 'guarded')) return 'guarded';
    return unknown === 'guard' ? 'guarded' : 'unknown';
  }

  /** Where the row tells a property, its object's types take the receiver's part. */
  function typesFor(row: MemberRow, candidate: MemberCandidate, given: ReceiverTypes): ReceiverTypes {
    const property = row.at.site === 'member call' ? row.at.property : undefined;
    if (!property) return given;
    if (!property.some((name) => tree.sourceFile.text.includes(name))) return [];
    const [read] = resolver.propertiesOf([chainStart(candidate.receiver)]);
    if (!read || !property.includes(read.name)) return [];
    return resolver.typesOf([{ receiver: read.object, member: read.name }])[0]?.map((each) => each ?? NOTHING) ?? [];
  }

  /** The emitter at the start of a chain of `setEncoding(…).on(…).on(…)`. */
  function chainStart(receiver: Loose): Loose {
    const inner = tree.unwrap(receiver);
    const member = inner.kind === kinds.CallExpression ? tree.member(tree.unwrap(inner.expression)) : undefined;
    return member && FLUENT.has(member.name) ? chainStart(member.receiver) : inner;
  }

  /** A port that extracts does no harm, so what may listen to messages makes it one. */
  function isWanted(row: MemberRow, call: Loose, verdict: Verdict): boolean {
    const event = row.at.site === 'member call' ? planning.isEvent(row as Row<MemberCall>, call) : true;
    return event ?? (row.effect.does === 'receive' && verdict !== 'unknown');
  }

  function apply(candidate: MemberCandidate, matched: Matched): void {
    const { effect } = matched.row;
    switch (effect.does) {
      case 'inject':
        return inject(candidate, matched, effect);
      case 'receive task':
        return receiveGiven(planning, matched, effect);
      case 'send task':
        return sendTask(planning, matched, candidate.receiver, effect);
      case 'carry calls':
        return carryCalls(planning, matched, effect, candidate.receiver);
      case 'receive': {
        // A chain of `on(…).on(…)` is one receiver.
        const isInChain = scanned.members.some((each) => each.node === candidate.receiver && each.rows.includes(matched.row as MemberRow));
        return carried(matched, isInChain ? [] : [receiveFrom(candidate.receiver, matched.node)], 'sidecar');
      }
      case 'bind':
        return bind(candidate, matched, effect);
      case 'enter span':
        return matched.verdict === 'certain' ? enter(planning, matched) : undefined;
      case 'hand over':
        return handOver(planning, matched, effect);
      case 'hand over calls':
        return handOverCalls(planning, matched, effect);
      case 'send jobs':
        return sendJobs(planning, matched, effect, isReadAgain(candidate.receiver) ? { repeat: candidate.receiver } : undefined);
      case 'detach':
        // An inherited method cannot be named beside its object, and one behind a `?.` may have none.
        if (matched.verdict === 'guarded' || candidate.receiver.kind === kinds.SuperKeyword || tree.isOptional(matched.node)) return;
        return carried(
          matched,
          [{ edit: 'wrap member', node: tree.unwrap(matched.node.expression), helper: effect.from ? 'detachStarted' : 'detachMember', after: effect.callbacks ? [{ flag: true }] : [] }],
          'same isolate',
        );
      default:
        throw new Error(`otel-baton: the row "${matched.row.boundary.name}" asks for "${effect.does}" at a member, which no member can do.`);
    }
  }

  function inject({ receiver }: MemberCandidate, matched: Matched, { argument, to }: Inject): void {
    const { row, node, end } = matched;
    const guarded = matched.verdict === 'guarded';
    if (guarded && !isReadAgain(receiver)) return skipped(row, node, end, 'BATON1004');
    const [peer = 'unknown'] = guarded ? [] : resolver.peersOf([receiver]);
    const plan = planInject(tree, options, {
      call: node, argument, to, peer, isNeverPlain: planning.isNeverPlain, span: spans.at(node),
      ...(guarded && { guard: receiver }), ...(to && isReadAgain(receiver) && { target: receiver }),
    });
    if (!plan) return;
    if ('code' in plan) skipped(row, node, end, plan.code);
    else carried(matched, plan.edits, plan.form);
  }

  function bind(candidate: MemberCandidate, matched: Matched, effect: Bind): void {
    const { row, node, verdict } = matched;
    if (effect.attach === 'caller') return;
    if (verdict === 'guarded') return skipped(row, node, matched.end, 'BATON1010');
    if (effect.target) {
      // An inherited method is not its object's own.
      if (candidate.receiver.kind === kinds.SuperKeyword) return;
      return carried(matched, [{ edit: 'wrap', node: candidate.receiver, helper: 'listensAs', before: [{ text: policyOf(effect) }] }], 'same isolate');
    }
    const listener = node.arguments[effect.argument] as Loose | undefined;
    if (!listener || listener.kind === kinds.SpreadElement) return;
    const lasting = effect.once?.[candidate.member];
    const event = planning.eventName(node.arguments[0] as Loose);
    const edits: Edit[] = [bindListener(effect, listener, lasting && event)];
    if (lasting) edits.push({ edit: 'rename', node: candidate.nameNode, to: lasting });
    // Node's own `once` adds by `this.on`, which a subclass may override.
    if (lasting && candidate.receiver.kind === kinds.SuperKeyword) edits.push({ edit: 'rename', node: candidate.receiver, to: 'this' });
    carried(matched, edits, 'same isolate');
  }

  /** Whether the receiver can be written twice and is the same each time: names, and fields that are no getters. */
  function isReadAgain(receiver: Loose): boolean {
    if (!tree.isRepeatable(receiver)) return false;
    const inner = tree.unwrap(receiver);
    if (inner.kind !== kinds.PropertyAccessExpression) return true;
    return resolver.areFields([inner])[0] === true && isReadAgain(inner.expression as Loose);
  }

  function receiveFrom(receiver: Loose, node: Loose): Edit {
    return receiver.kind === kinds.SuperKeyword
      ? { edit: 'wrap', node: node.arguments[0] as Loose, helper: 'receive', before: [{ self: true }] }
      : { edit: 'wrap', node: receiver, helper: 'receive' };
  }
}
