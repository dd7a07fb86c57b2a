/**
 * Declarations of the language's own libraries. Those files are by far the largest of a program, and
 * all that is asked of their declarations is what they are called: they are not fetched.
 */
import type ts from 'typescript';
import type { ApiSymbol, NodeHandle } from './api.js';

/** Kinds by which a declaration is known to others. */
export interface LibraryKinds {
  readonly Identifier: number;
  readonly SourceFile: number;
  /** What gives the names inside it a name of its own: interfaces, classes, namespaces. */
  readonly holders: ReadonlySet<number>;
}

/** As far as a declaration of the tree is looked at. */
export class LibraryDeclaration {
  readonly flags = 0;
  readonly name: { readonly kind: number; readonly text: string; readonly parent: LibraryDeclaration };

  constructor(readonly kind: number, readonly symbol: ApiSymbol, readonly parent: LibraryDeclaration | LibraryFile, identifier: number) {
    this.name = { kind: identifier, text: symbol.name, parent: this };
  }

  getSourceFile(): LibraryFile {
    return this.parent.getSourceFile();
  }

  getText(): string {
    return this.symbol.name;
  }
}

class LibraryFile {
  readonly isDeclarationFile = true;
  readonly externalModuleIndicator = undefined;

  constructor(readonly kind: number, readonly fileName: string) {}

  getSourceFile(): this {
    return this;
  }
}

/** The declaration, in the namespaces and types that its symbol is of. */
export function libraryDeclaration(kinds: LibraryKinds, symbol: ApiSymbol, { kind, path }: NodeHandle): ts.Declaration {
  const parentOf = (child: ApiSymbol): LibraryDeclaration | LibraryFile => {
    const parent = child.getParent();
    const holder = parent?.declarations.find((each) => kinds.holders.has(each.kind));
    return parent && holder ? new LibraryDeclaration(holder.kind, parent, parentOf(parent), kinds.Identifier) : new LibraryFile(kinds.SourceFile, path);
  };
  return new LibraryDeclaration(kind, symbol, parentOf(symbol), kinds.Identifier) as unknown as ts.Declaration;
}
