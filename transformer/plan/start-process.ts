/** What starts a process: its environment carries the context. */
import type { StartProcess } from '../boundaries/vocabulary.js';
import type { Loose } from '../syntax.js';
import type { Matched, Planning } from './planning.js';
import type { Argument, Edit } from './rewrite.js';

/** Put our function in the place of `started`, which is called, or handed over to be called later. */
export function startProcess({ tree, options, resolver, spans, carried, skipped }: Planning, matched: Matched, { signature }: StartProcess, started: Loose): void {
  if (options.environment === 'off') return;
  const { node } = matched;
  if (tree.isOptional(started) || (started === node.expression && node.questionDotToken)) return skipped(matched.row, node, matched.end, 'BATON1012');
  // A module that is not compiled knows no more of us than a command does.
  const isForeign = signature === 'fork' && resolver.startedBy([node])[0] === 'foreign';
  const before: Argument[] = [{ text: isForeign ? 'file' : signature }];
  const after = environmentArguments(options.environment, started === node.expression ? spans.at(node) : undefined);
  const inner = tree.unwrap(started);
  const isMember = tree.member(inner) !== undefined;
  const edit: Edit = isMember
    ? { edit: 'wrap member', node: inner, helper: 'startProcess', before, after }
    : { edit: 'wrap', node: started, helper: 'startProcess', before, after: after.length ? [{ nothing: true }, ...after] : [] };
  carried(matched, [edit], 'environment');
}

/** What the runtime is told besides: the span whose context travels, and what of it. */
export function environmentArguments(environment: 'trace' | 'baggage', span: Argument | undefined): readonly Argument[] {
  if (environment === 'baggage') return [span ?? { nothing: true }, { text: environment }];
  return span ? [span] : [];
}
