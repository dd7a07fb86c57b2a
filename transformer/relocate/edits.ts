/** Edits of a source as edits of what the compiler has made of it. */
import type { Argument, Edit, WrapExport } from '../plan/rewrite.js';
import type { Kinds, Loose, Node, SourceFile } from '../syntax.js';
import type { TextFormat } from '../apply/text/runtime-import.js';
import type { Locate } from './locate.js';
import { addedArguments } from './roles.js';

export interface Relocated {
  readonly edits: readonly Edit[];
  /** Nodes of the source that could not be found again. */
  readonly lost: readonly Node[];
}

export function relocateEdits(kinds: Kinds, edits: readonly Edit[], locate: Locate, emitted: SourceFile, format: TextFormat): Relocated {
  const lost = new Set<Node>();

  function found(node: Node, place: Loose | undefined): Loose {
    if (!place) lost.add(node);
    return place ?? (node as Loose);
  }

  const place = (node: Node): Loose => found(node, locate.node(node));
  const value = (node: Node): Loose => found(node, locate.value(node));
  const block = (node: Node): Loose => found(node, locate.block(node));

  const added = (node: Node): number => addedArguments(node as Loose, place(node));

  function argument(given: Argument): Argument {
    if ('repeat' in given) return { repeat: place(given.repeat) };
    if ('lazily' in given) return { lazily: place(given.lazily) };
    return 'scope' in given ? { scope: block(given.scope) } : given;
  }

  /** CommonJS assigns what it exports: that is wrapped there. */
  function exported(edit: WrapExport): readonly Edit[] {
    const { node, name, helper, after, keepsName } = edit;
    if (format !== 'commonjs' || (node as Loose).kind === kinds.ShorthandPropertyAssignment) return [{ ...edit, node: place(node), after: after.map(argument) }];
    const values = assignedExports(kinds, emitted, name);
    if (!values.length) lost.add(node);
    const isNamed = !!(node as Loose).name || !keepsName;
    return values.map((value) => ({ edit: 'wrap', node: value, helper, after: [...after.map(argument), ...(isNamed ? [] : [{ text: name }])] }));
  }

  function relocated(edit: Edit): readonly Edit[] {
    switch (edit.edit) {
      case 'wrap export':
        return exported(edit);
      case 'wrap':
        return [{ ...edit, node: value(edit.node), before: (edit.before ?? []).map(argument), after: (edit.after ?? []).map(argument) }];
      case 'wrap member':
        return [{ ...edit, node: place(edit.node), before: (edit.before ?? []).map(argument), after: (edit.after ?? []).map(argument) }];
      case 'wrap late':
        return [{ ...edit, node: place(edit.node), index: edit.index + added(edit.node), after: edit.after.map(argument) }];
      case 'thunk':
        return [{ ...edit, node: value(edit.node), before: edit.before.map(argument) }];
      case 'append': {
        const at = edit.index === undefined ? {} : { index: edit.index + added(edit.node) };
        return [{ ...edit, ...at, node: place(edit.node), arguments: edit.arguments.map(argument) }];
      }
      case 'insert':
        return [{ ...edit, node: edit.where === 'first' ? block(edit.node) : place(edit.node), arguments: edit.arguments.map(argument) }];
      case 'rename':
        return [{ ...edit, node: place(edit.node) }];
      case 'scope':
        return [{ ...edit, node: block(edit.node) }];
    }
  }

  return { edits: edits.flatMap(relocated), lost: [...lost] };
}

/** The values of `exports.name = value` at the top level; `void 0` only says that there will be one. */
function assignedExports(kinds: Kinds, { statements }: SourceFile, name: string): readonly Loose[] {
  return (statements as readonly Loose[]).flatMap((statement) => {
    let value = statement.kind === kinds.ExpressionStatement ? (statement.expression as Loose) : undefined;
    let isNamed = false;
    while (value?.kind === kinds.BinaryExpression && value.operatorToken.kind === kinds.EqualsToken) {
      const { left } = value as Loose;
      isNamed ||= left.kind === kinds.PropertyAccessExpression && left.expression.text === 'exports' && left.name.text === name;
      value = value.right as Loose;
    }
    return isNamed && value && value.kind !== kinds.VoidExpression ? [value] : [];
  });
}
