/** What is exported as a constant of ours, under the name that the source gives it. */
import type { WrapExport } from '../../plan/rewrite.js';
import type { Kinds, Loose } from '../../syntax.js';
import type { Insertions } from './insertions.js';
import type { Names } from './names.js';

/** How the helper is called with the function: as text before and after it. */
type Called = (value: string) => string;

export interface Exports {
  wrap(node: Loose, edit: WrapExport, called: Called): void;
  /** Statements to stand before the file's own. */
  constants(): string;
  /** Statements to stand after the file's own. */
  specifiers(): string;
}

export function createExports(kinds: Kinds, insertions: Insertions, names: Names, start: (node: Loose) => number): Exports {
  const constants = new Map<string, { readonly name: string; readonly value: string }>();
  const specifiers: string[] = [];

  function constantOf(local: string, called: Called): string {
    let constant = constants.get(local);
    if (!constant) constants.set(local, (constant = { name: names.unused(`baton_export_${local}`), value: called(local) }));
    return constant.name;
  }

  function declaration(node: Loose, { name, keepsName }: WrapExport, called: Called): void {
    const modifiers = (node.modifiers ?? []) as readonly Loose[];
    const exporting = modifiers.filter(({ kind }) => kind === kinds.ExportKeyword || kind === kinds.DefaultKeyword);
    if (node.name) {
      for (const each of exporting) insertions.replace(start(each), each.end, '');
      specifiers.push(`${constantOf(node.name.text as string, called)} as ${name}`);
      return;
    }
    // `export default function () {}`: what follows `default` becomes an expression.
    const [before = '', after = ''] = called('\0').split('\0');
    const last = exporting.at(-1) as Loose;
    insertions.after(last, ` ${before}`);
    insertions.after(node, keepsName ? `${after.slice(0, -1)}, ${JSON.stringify(name)});` : `${after};`);
  }

  return {
    wrap(node, edit, called) {
      if (node.kind === kinds.FunctionDeclaration) return declaration(node, edit, called);
      if (node.kind === kinds.ShorthandPropertyAssignment) return insertions.after(node.name, `: ${constantOf(node.name.text as string, called)}`);
      const local = (node.propertyName ?? node.name) as Loose;
      const constant = constantOf(local.text as string, called);
      if (node.propertyName) insertions.replace(start(local), local.end, constant);
      else insertions.before(local, `${constant} as `);
    },
    constants: () => [...constants.values()].map(({ name, value }) => `const ${name} = ${value}; `).join(''),
    specifiers: () => (specifiers.length ? ` export { ${specifiers.join(', ')} };` : ''),
  };
}
