/** What other files export under the names that are imported from them. */
import type { Loose, Node, SourceFile } from '../../syntax.js';
import { foldModule } from '../module-name.js';
import type { NodeReader, Source } from './nodes.js';
import type { Binding, External, Scopes, Space } from './scopes.js';

/** The files of the user's own, as a host finds them. */
export interface Modules {
  /**
   * The file that a file imports; every node of it knows its parent. `undefined` for packages and
   * what is not found.
   */
  find(specifier: string, from: string): SourceFile | undefined;
  /** A file with this text, which is parsed once whether it is asked about or imported. */
  parse?(fileName: string, text: string): SourceFile;
  /** Whether the host transforms this file also where it is started as a worker's module. */
  isCompiled?(fileName: string): boolean;
}

export interface Exports {
  /** What an import is bound to in the file that declares it, or an import from a package there; `undefined` where that is not found. */
  follow(imported: External, from: SourceFile, space: Space): Binding | undefined;
}

export function createExports({ kinds, modules }: Source, read: NodeReader, lookup: Scopes['lookup']): Exports {
  const known = new Map<string, Binding | undefined>();

  const follow: Exports['follow'] = ({ module, name }, from, space) => {
    const file = name === '*' ? undefined : modules?.find(module, from.fileName);
    if (!file) return undefined;
    const key = `${file.fileName} ${name} ${space}`;
    if (known.has(key)) return known.get(key);
    // Files that hand an export on to each other export nothing.
    known.set(key, undefined);
    const binding = exported(file, name, space);
    known.set(key, binding);
    return binding;
  };

  function exported(file: SourceFile, name: string, space: Space): Binding | undefined {
    const statements = file.statements as readonly Loose[];
    for (const statement of statements) {
      const binding = named(statement, name, file, space);
      if (binding) return binding;
    }
    const local = name === 'default' ? undefined : lookup(name, file, space);
    if (local?.declarations.some((each) => isExported(each, file))) return local;
    for (const statement of statements) {
      const isStar = statement.kind === kinds.ExportDeclaration && !statement.exportClause;
      const binding = isStar && name !== 'default' ? handedOn(statement, name, file, space) : undefined;
      if (binding) return binding;
    }
    return undefined;
  }

  /** `export { a as name }`, `export { a as name } from 'm'`, `export default …` */
  function named(statement: Loose, name: string, file: SourceFile, space: Space): Binding | undefined {
    if (statement.kind === kinds.ExportDeclaration) {
      const specifiers: readonly Loose[] = statement.exportClause?.elements ?? [];
      const specifier = specifiers.find((each) => each.name.text === name);
      const local: Loose | undefined = specifier && (specifier.propertyName ?? specifier.name);
      return local && (statement.moduleSpecifier ? handedOn(statement, local.text, file, space) : lookup(local.text, file, space));
    }
    if (name !== 'default') return undefined;
    if (statement.kind === kinds.ExportAssignment) {
      return !statement.isExportEquals && statement.expression.kind === kinds.Identifier ? lookup(statement.expression.text, file, space) : undefined;
    }
    return read.hasModifier(statement, kinds.DefaultKeyword) ? { declarations: [statement] } : undefined;
  }

  function handedOn(statement: Loose, name: string, file: SourceFile, space: Space): Binding | undefined {
    const module = read.literal(statement.moduleSpecifier);
    if (module === undefined) return undefined;
    const imported = { module: foldModule(module), name };
    // From a package, only what is handed on by name is known to be there.
    const isNamed = statement.exportClause !== undefined;
    return follow(imported, file, space) ?? (isNamed ? { imported, declarations: [statement] } : undefined);
  }

  function isExported(declaration: Loose, file: SourceFile): boolean {
    let statement: Node = declaration;
    while (statement.parent.kind !== kinds.SourceFile) statement = statement.parent;
    return statement.parent === file && read.hasModifier(statement as Loose, kinds.ExportKeyword);
  }

  return { follow };
}
