/**
 * Bundlers make the file of a worker of what they find as `new Worker(new URL('./worker.ts', import.meta.url))`,
 * which it no longer is where the class is wrapped.
 * https://webpack.js.org/guides/web-workers/
 */
import type { Kinds, Loose } from '../syntax.js';
import type { Argument, Edit, Wrap } from './rewrite.js';

/** The same edits, with those constructions left as they are found, and what is done around them instead. */
export function withWorkersToFind(kinds: Kinds, edits: readonly Edit[]): readonly Edit[] {
  const found = edits.filter((edit): edit is Wrap => edit.edit === 'wrap' && edit.helper === 'start' && isFound(kinds, edit.node.parent as Loose));
  if (!found.length) return edits;
  // What is done to the options comes before.
  return [...edits.filter((edit) => !found.includes(edit as Wrap)), ...found.flatMap((edit) => around(kinds, edit))];
}

function isFound(kinds: Kinds, construction: Loose): boolean {
  const [file, ...others] = (construction.arguments ?? []) as readonly Loose[];
  if (!file || others.length > 1 || others.some((each) => each.kind === kinds.SpreadElement)) return false;
  if (file.kind !== kinds.NewExpression || file.expression.text !== 'URL') return false;
  const base = file.arguments?.[1] as Loose | undefined;
  return base?.kind === kinds.PropertyAccessExpression && base.expression.kind === kinds.MetaProperty;
}

function around(kinds: Kinds, { node, after = [] }: Wrap): readonly Edit[] {
  const construction = node.parent as Loose;
  const options = construction.arguments[1] as Loose | undefined;
  const nothing: Argument = { nothing: true };
  const last: Edit = options
    ? { edit: 'wrap', node: lastOf(kinds, options), helper: 'starting', after }
    : { edit: 'append', node: construction, helper: 'starting', arguments: after.length ? [nothing, ...after] : [] };
  return [last, { edit: 'wrap', node: construction, helper: 'started' }];
}

/** What is evaluated last: a literal goes on being seen as one, because a bundler reads the worker's name in it. */
function lastOf(kinds: Kinds, options: Loose): Loose {
  const last = options.kind === kinds.ObjectLiteralExpression ? (options.properties as readonly Loose[]).at(-1) : undefined;
  return last?.kind === kinds.PropertyAssignment && !['name', 'type'].includes(last.name.text as string) ? (last.initializer as Loose) : options;
}
