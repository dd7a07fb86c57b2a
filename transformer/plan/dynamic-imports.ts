/** `import(…)` inside a function: the module is evaluated once, for all who import it later. */
import type { Loose } from '../syntax.js';
import type { Planning } from './planning.js';

export function planDynamicImports({ tree, kinds, index, scanned, carried }: Planning): void {
  const [row] = index.imports;
  if (!row) return;

  function isInFunction(node: Loose): boolean {
    return node.kind !== kinds.SourceFile && (tree.isFunction(node) || isInFunction(node.parent as Loose));
  }

  for (const node of scanned.imports) {
    const [specifier] = node.arguments as readonly (Loose | undefined)[];
    // What else stands there is evaluated where it stands.
    if (node.arguments.length !== 1 || !specifier || (tree.literal(specifier) === undefined && !tree.isRepeatable(specifier))) continue;
    if (isInFunction(node.parent as Loose)) carried({ row, node, end: 'import()', verdict: 'certain' }, [{ edit: 'thunk', node, helper: 'detach', before: [] }], 'same isolate');
  }
}
