/** The checker of TypeScript 7, as the resolver uses a checker. Whatever was asked once is not asked again. */
import type ts from 'typescript';
import type { Checker, Symbol, Type } from '../resolve/checker/host.js';
import type { Node } from '../syntax.js';
import type { ApiChecker, ApiSymbol, ApiType, ApiTypeParts, NodeHandle } from './api.js';
import type { TypeScript7 } from './find.js';
import { libraryDeclaration, LibraryDeclaration, type LibraryKinds } from './library.js';

/** Answers by question, so that a question goes through the pipe once. */
function remember<Question extends object, Answer>(answer: (question: Question) => Answer): (question: Question) => Answer {
  const known = new Map<Question, Answer>();
  return (question) => {
    if (!known.has(question)) known.set(question, answer(question));
    return known.get(question) as Answer;
  };
}

/** Put the answers to many questions where one of them will be looked for. */
interface Batch<Answer> {
  (node: Node): Answer;
  ask(nodes: readonly Node[]): void;
}

function batched<Answer>(answers: (nodes: readonly Node[]) => readonly Answer[]): Batch<Answer> {
  const known = new Map<Node, Answer>();
  const ask = (nodes: readonly Node[]): void => {
    const open = [...new Set(nodes)].filter((node) => !known.has(node));
    if (open.length) answers(open).forEach((answer, i) => known.set(open[i] as Node, answer));
  };
  return Object.assign(
    (node: Node) => {
      if (!known.has(node)) ask([node]);
      return known.get(node) as Answer;
    },
    { ask },
  );
}

/**
 * Made once for each project, because the answers are kept.
 *
 * @param isLibrary Whether a file is one of the language's own libraries.
 */
export function checkerOf7({ ast, sync }: TypeScript7, api: ApiChecker, isLibrary: (path: string) => boolean): Checker {
  const { ObjectFlags, SignatureKind } = sync as unknown as { ObjectFlags: { Class: number }; SignatureKind: { Call: number } };
  const nodeOf = (node: ts.Node): Node => node as unknown as Node;
  const { Identifier, SourceFile, InterfaceDeclaration, ClassDeclaration, ModuleDeclaration } = ast.SyntaxKind as Record<string, number>;
  const kinds = { Identifier, SourceFile, holders: new Set([InterfaceDeclaration, ClassDeclaration, ModuleDeclaration]) } as LibraryKinds;
  const declared = (symbol: ApiSymbol, handle: NodeHandle): ts.Declaration | undefined =>
    isLibrary(handle.path) ? libraryDeclaration(kinds, symbol, handle) : (handle.resolve() as unknown as ts.Declaration | undefined);

  class SymbolOf7 implements Symbol {
    private resolved: readonly ts.Declaration[] | undefined;
    constructor(readonly api: ApiSymbol) {}
    get name(): string {
      return this.api.name;
    }
    get flags(): ts.SymbolFlags {
      return this.api.flags;
    }
    get members(): { has(name: ts.__String): boolean } {
      return this.api.getMembers() as unknown as ReadonlyMap<ts.__String, ApiSymbol>;
    }
    get declarations(): readonly ts.Declaration[] {
      return (this.resolved ??= this.api.declarations.flatMap((handle) => declared(this.api, handle) ?? []));
    }
    get valueDeclaration(): ts.Declaration | undefined {
      return this.api.valueDeclaration && declared(this.api, this.api.valueDeclaration);
    }
  }

  class TypeOf7 {
    constructor(readonly api: ApiType & Partial<ApiTypeParts>) {}
    get flags(): ts.TypeFlags {
      return this.api.flags;
    }
    get objectFlags(): ts.ObjectFlags {
      return this.api.objectFlags ?? 0;
    }
    get value(): unknown {
      return this.api.value;
    }
    get symbol(): Symbol | undefined {
      return symbolFor(this.api.getSymbol());
    }
    get aliasSymbol(): Symbol | undefined {
      return symbolFor(this.api.getAliasSymbol());
    }
    get target(): Type | undefined {
      return this.api.isObjectType() ? typeFor(this.api.getTarget?.()) : undefined;
    }
    get types(): readonly Type[] {
      return partsOf(this.api);
    }
    isUnion(): boolean {
      return this.api.isUnionType();
    }
    isIntersection(): boolean {
      return this.api.isIntersectionType();
    }
    isClassOrInterface(): boolean {
      return this.api.isClassOrInterface();
    }
    isClass(): boolean {
      return this.isClassOrInterface() && (this.objectFlags & ObjectFlags.Class) !== 0;
    }
    isStringLiteral(): boolean {
      return this.api.isStringLiteralType();
    }
    getProperty(name: string): Symbol | undefined {
      return property(this.api)(name);
    }
    getCallSignatures(): readonly unknown[] {
      return callSignatures(this.api);
    }
  }

  const symbolOf = remember((symbol: ApiSymbol) => new SymbolOf7(symbol));
  const typeOf = remember((type: ApiType) => new TypeOf7(type) as unknown as Type);
  const symbolFor = (symbol: ApiSymbol | undefined): Symbol | undefined => symbol && symbolOf(symbol);
  const typeFor = (type: ApiType | undefined): Type | undefined => type && typeOf(type);
  const apiType = (type: Type): ApiType => (type as unknown as TypeOf7).api;
  const apiSymbol = (symbol: Symbol): ApiSymbol => (symbol as SymbolOf7).api;

  let any: Type | undefined;
  const types = batched<Type | undefined>((nodes) => api.getTypeAtLocation(nodes).map(typeFor));
  const symbols = batched<Symbol | undefined>((nodes) => api.getSymbolAtLocation(nodes).map(symbolFor));
  const partsOf = remember((type: ApiType & Partial<ApiTypeParts>) => (type.getTypes?.() ?? []).map(typeOf));
  const property = remember((type: ApiType) => {
    const byName = new Map<string, Symbol | undefined>();
    return (name: string): Symbol | undefined => {
      if (!byName.has(name)) byName.set(name, symbolFor(api.getPropertyOfType(type, name)));
      return byName.get(name);
    };
  });
  const callSignatures = remember((type: ApiType) => api.getSignaturesOfType(type, SignatureKind.Call));
  const aliased = remember((symbol: ApiSymbol) => symbolOf(api.getAliasedSymbol(symbol)));
  const nonNullable = remember((type: ApiType) => typeFor(api.getNonNullableType(type)) ?? typeOf(type));
  const constraint = remember((type: ApiType) => typeFor(api.getBaseConstraintOfType(type)));
  const bases = remember((type: ApiType) => api.getBaseTypes(type).map(typeOf));
  const isArray = remember((type: ApiType) => api.isArrayType(type));
  const isTuple = remember((type: ApiType) => api.isTupleType(type));

  return {
    getTypeAtLocation: (node) => types(nodeOf(node)) ?? (any ??= typeOf(api.getAnyType())),
    getSymbolAtLocation(node) {
      const { parent }: { readonly parent: unknown } = node;
      return parent instanceof LibraryDeclaration ? symbolOf(parent.symbol) : symbols(nodeOf(node));
    },
    getAliasedSymbol: (symbol) => aliased(apiSymbol(symbol)),
    getShorthandAssignmentValueSymbol: (node) => symbolFor(api.getShorthandAssignmentValueSymbol(nodeOf(node))),
    getExportSpecifierLocalTargetSymbol: (node) => symbolFor(api.getExportSpecifierLocalTargetSymbol(nodeOf(node))),
    getResolvedSignature(call) {
      const declaration = api.getResolvedSignature(nodeOf(call))?.declaration?.resolve() as unknown as ts.Node | undefined;
      return declaration && { declaration };
    },
    getNonNullableType: (type) => nonNullable(apiType(type)),
    getBaseConstraintOfType: (type) => constraint(apiType(type)),
    getBaseTypes: (type) => bases(apiType(type)),
    getPropertyOfType: (type, name) => type.getProperty(name),
    getPropertiesOfType: (type) => api.getPropertiesOfType(apiType(type)).map(symbolOf),
    getSignaturesOfType: (type, kind) => (kind === SignatureKind.Call ? callSignatures(apiType(type)) : api.getSignaturesOfType(apiType(type), kind)),
    isArrayType: (type) => isArray(apiType(type)),
    isTupleType: (type) => isTuple(apiType(type)),
    typeToString: (type) => api.typeToString(apiType(type)),
    willAsk: (what, nodes) => (what === 'types' ? types : symbols).ask(nodes.map(nodeOf)),
  };
}
