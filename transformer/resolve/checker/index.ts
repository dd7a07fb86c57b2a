/** The resolver by a type checker: that of TypeScript 5 and 6, or that of TypeScript 7 as `typescript-7/` shows it. */
import type ts from 'typescript';
import type { Node, SourceFile } from '../../syntax.js';
import { createNamer } from './names.js';
import { otherEndOf, startAt, startedWith, type OtherEnd, type PeerContext } from './peers.js';
import type { BoundaryPool } from '../../plan/rows.js';
import { ownFiles } from '../../program-files.js';
import { NO_STARTS, programStarts, type ProgramStarts } from './program-starts.js';
import type { Constituent, PeerAt, ReceiverTypes, Resolver } from '../resolver.js';
import type { Compiler, ObjectType, Program, Type } from './host.js';

const WORKER = 'worker_threads#Worker';
/** Declared by nobody, so a type's bases are named to the last. */
const WHOLE = '';
/** Built-in classes that structured clone knows. */
const NEVER_PLAIN = /^#(?:Map|Set|Date|RegExp|Error|(?:Shared)?ArrayBuffer|DataView|\w+Array)$/;

/** Which property a name stands for, its scopes tell. */
export interface CheckerResolver extends Omit<Resolver, 'propertiesOf'> {
  /** The other end of a receiver's channel, or of what a construction or a call starts; and the started modules whose channel it may be. */
  otherEndOf(node: Node, isStart: boolean): Pick<OtherEnd, 'peer' | 'is'> & { readonly entries: readonly string[] };
  /** The started modules of the program in which this file runs. */
  readonly startedWith: readonly string[];
}

/** Make resolvers for the files of a program; what they learn is kept, so make one for each program. */
export function createCheckerResolver(compiler: Compiler, program: Program, pools: readonly BoundaryPool[] = [], peerAt?: PeerAt): (sourceFile: SourceFile) => CheckerResolver {
  const checker = program.getTypeChecker();
  const namesOf = createNamer(compiler);
  const byMember = new Map<string, Map<Type, ReceiverTypes>>();
  let knownStarts: ProgramStarts | undefined;
  let knownImported: ReadonlySet<ts.SourceFile> | undefined;

  const native = (node: Node): ts.Expression => node as unknown as ts.Expression;

  /** Add the names of a type and of its bases, up to the one that declares `member`. */
  function addNames(type: Type, member: string | undefined, names: Set<string>, seen: Set<Type>): void {
    if (seen.has(type)) return;
    seen.add(type);
    if (type.isIntersection()) {
      for (const part of type.types) addNames(part, member, names, seen);
      return;
    }
    const declared = (type as ObjectType).target ?? type;
    const { symbol } = declared;
    if (!symbol || !(symbol.flags & (compiler.SymbolFlags.Class | compiler.SymbolFlags.Interface))) return;
    for (const name of namesOf(symbol)) names.add(name);
    const key = member === 'constructor' ? compiler.InternalSymbolName.Constructor : compiler.escapeLeadingUnderscores(member ?? WHOLE);
    if (member !== undefined && symbol.members?.has(key)) return;
    if (declared.isClassOrInterface()) for (const base of checker.getBaseTypes(declared)) addNames(base, member, names, seen);
  }

  /** An object type that a port could be given as: not a class, and of the program's own. */
  function isStructural(type: Type): boolean {
    if (!(type.flags & compiler.TypeFlags.Object) || type.isClass()) return false;
    const { symbol } = type;
    const { Class, ValueModule, NamespaceModule, Enum, ObjectLiteral, Function } = compiler.SymbolFlags;
    if (symbol && symbol.flags & (Class | ValueModule | NamespaceModule | Enum | ObjectLiteral | Function)) return false;
    const declarations = symbol?.declarations ?? [];
    const isOwn = declarations.some((declaration) => !declaration.getSourceFile().isDeclarationFile && !program.isSourceFileFromExternalLibrary(declaration.getSourceFile()));
    return isOwn || type.aliasSymbol !== undefined || (compiler.ObjectFlags.Mapped & (type as ObjectType).objectFlags) !== 0;
  }

  function constituent(part: Type, member: string | undefined): Constituent | undefined {
    if (part.flags & (compiler.TypeFlags.Any | compiler.TypeFlags.Unknown)) return undefined;
    const names = new Set<string>();
    addNames(part, member, names, new Set());
    return { names, structural: isStructural(part) };
  }

  function receiverTypes(type: Type, member: string): ReceiverTypes {
    let known = byMember.get(member);
    if (!known) byMember.set(member, (known = new Map()));
    let answer = known.get(type);
    if (!answer) {
      const whole = constrained(checker.getNonNullableType(type));
      const nothing = compiler.TypeFlags.Null | compiler.TypeFlags.Undefined | compiler.TypeFlags.Never | compiler.TypeFlags.Void;
      answer = (whole.isUnion() ? whole.types : [whole])
        .map(constrained)
        .filter((part) => !(part.flags & nothing))
        .map((part) => constituent(part, member));
      known.set(type, answer);
    }
    return answer;
  }

  const isSuper = (node: ts.Node): boolean => node.kind === compiler.SyntaxKind.SuperKeyword;

  /** What tells the type of an expression: for `super` in `super(…)`, the class that it makes one of. */
  function typed(node: ts.Expression): ts.Node {
    const isCalled = isSuper(node) && compiler.isCallExpression(node.parent);
    const clause = isCalled ? compiler.findAncestor(node, compiler.isClassLike)?.heritageClauses?.find(({ token }) => token === compiler.SyntaxKind.ExtendsKeyword) : undefined;
    return clause?.types[0] ?? node;
  }

  const typeAt = (node: ts.Expression): Type => checker.getTypeAtLocation(typed(node));

  function constrained(type: Type): Type {
    return type.flags & compiler.TypeFlags.Instantiable ? (checker.getBaseConstraintOfType(type) ?? type) : type;
  }

  /** What tells the symbol of a callee. */
  const named = (callee: ts.Expression): ts.Node =>
    compiler.isPropertyAccessExpression(callee) ? callee.name : compiler.isElementAccessExpression(callee) ? callee.argumentExpression : callee;

  function valueNames(callee: ts.Expression): readonly string[] | undefined {
    let symbol = checker.getSymbolAtLocation(named(callee));
    if (symbol && symbol.flags & compiler.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    return symbol && namesOf(symbol).map((name) => name.replace(/^#(?:WindowOrWorkerGlobalScope|globalThis|global)\./, '#'));
  }

  function constructedNames(callee: ts.Expression): ReadonlySet<string> | undefined {
    const type = checker.getTypeAtLocation(callee.parent);
    return type.flags & compiler.TypeFlags.Any ? undefined : constituent(type, undefined)?.names;
  }

  /** Also of a function that was taken out of its module and put into a constant. */
  function namesByType(callee: ts.Expression): readonly string[] {
    const { symbol } = checker.getTypeAtLocation(callee);
    return [...(valueNames(callee) ?? []), ...(symbol ? namesOf(symbol) : [])];
  }

  const makesWorker = (node: ts.NewExpression): boolean => constructedNames(node.expression)?.has(WORKER) ?? false;

  function poolOf(node: ts.NewExpression | ts.CallExpression): BoundaryPool | undefined {
    if (!pools.length) return undefined;
    const names = compiler.isNewExpression(node) ? constructedNames(node.expression) : new Set(valueNames(node.expression));
    return pools.find(({ of }) => of.some((name) => names?.has(name)));
  }

  /** The pool whose member is called. */
  function isPoolMember(node: ts.CallExpression): BoundaryPool | undefined {
    if (!compiler.isPropertyAccessExpression(node.expression)) return undefined;
    const { name, expression } = node.expression;
    const called = pools.filter(({ call, code }) => call?.member === name.text || code === name.text);
    const types = called.length ? receiverTypes(checker.getTypeAtLocation(expression), name.text) : [];
    return called.find(({ of, types: also = [] }) => types.some((each) => [...of, ...also].some((type) => each?.names.has(type))));
  }

  function willAskOfStarts(all: readonly (ts.NewExpression | ts.CallExpression)[]): void {
    const calls = all.filter(compiler.isCallExpression);
    checker.willAsk?.('types', [...all.filter(compiler.isNewExpression), ...calls.map(({ expression }) => expression)]);
    checker.willAsk?.('symbols', calls.map(({ expression }) => named(expression)));
  }

  function starts(): ProgramStarts {
    // Set first: finding them asks for types only, but a failure must not be repeated for each file.
    if (!knownStarts) {
      knownStarts = NO_STARTS;
      knownStarts = programStarts(compiler, program, { makesWorker, constructedNames, namesOf: namesByType, poolOf, isPoolMember, hasPools: pools.length > 0, willAsk: willAskOfStarts, peerAt });
    }
    return knownStarts;
  }

  function peerContext(): PeerContext {
    return {
      starts: starts(),
      isA: (node, type) => receiverTypes(checker.getTypeAtLocation(node), WHOLE).some((each) => each?.names.has(type)),
      namesOf,
    };
  }

  /** Files that another one of the program imports. */
  function imported(): ReadonlySet<ts.SourceFile> {
    if (!knownImported) {
      // Kept by the compiler for every file: what it imports, requires and loads at run time.
      const specifiers = ownFiles(program).flatMap((file) => ((file as { imports?: readonly ts.StringLiteralLike[] }).imports ?? []).map((specifier) => ({ file, specifier })));
      checker.willAsk?.('symbols', specifiers.map(({ specifier }) => specifier));
      knownImported = new Set(
        specifiers.flatMap(({ file, specifier }) => {
          const declaration = checker.getSymbolAtLocation(specifier)?.valueDeclaration;
          return declaration && compiler.isSourceFile(declaration) && declaration !== file ? [declaration] : [];
        }),
      );
    }
    return knownImported;
  }

  function isThenable(call: ts.Expression): boolean {
    const type = checker.getTypeAtLocation(call);
    if (type.flags & compiler.TypeFlags.Any) return false;
    return (type.isUnion() ? type.types : [type]).some((part) => checker.getPropertyOfType(part, 'then') !== undefined);
  }

  function isFunction(type: Type): boolean | undefined {
    const whole = constrained(checker.getNonNullableType(type));
    const { Any, Unknown, NonPrimitive, Intersection, Object: AnyObject } = compiler.TypeFlags;
    if (whole.flags & (Any | Unknown | NonPrimitive)) return undefined;
    if (whole.isUnion()) {
      const parts = whole.types.map(isFunction);
      return parts.every((each) => each === parts[0]) ? parts[0] : undefined;
    }
    if (!(whole.flags & (AnyObject | Intersection))) return false;
    if (checker.getSignaturesOfType(whole, compiler.SignatureKind.Call).length || checker.typeToString(whole) === 'Function') return true;
    // `{}` may be anything.
    return checker.getPropertiesOfType(whole).length || whole.isClass() ? false : undefined;
  }

  /** Whether all that the type allows is known not to be a plain object. */
  function isNeverPlain(node: ts.Expression): boolean {
    const type = checker.getTypeAtLocation(node);
    const primitive =
      compiler.TypeFlags.StringLike | compiler.TypeFlags.NumberLike | compiler.TypeFlags.BigIntLike | compiler.TypeFlags.BooleanLike |
      compiler.TypeFlags.ESSymbolLike | compiler.TypeFlags.Null | compiler.TypeFlags.Undefined | compiler.TypeFlags.Void;
    return (type.isUnion() ? type.types : [type]).every(
      (part) =>
        (part.flags & primitive) !== 0 ||
        checker.isArrayType(part) ||
        checker.isTupleType(part) ||
        (part.symbol && namesOf(part.symbol).some((name) => NEVER_PLAIN.test(name))),
    );
  }

  return (sourceFile) => ({
    name: 'checker',
    typesOf(queries) {
      checker.willAsk?.('types', queries.map(({ receiver }) => typed(native(receiver))));
      return queries.map(({ receiver, member }) => receiverTypes(typeAt(native(receiver)), member));
    },
    valuesOf(callees) {
      checker.willAsk?.('symbols', callees.map((callee) => named(native(callee))));
      return callees.map((callee) => valueNames(native(callee)));
    },
    constructedBy(nodes) {
      const callees = nodes.map(native);
      checker.willAsk?.('types', callees.map((callee) => (isSuper(callee) ? typed(callee) : callee.parent)));
      return callees.map((callee) => (isSuper(callee) ? constituent(typeAt(callee), undefined)?.names : constructedNames(callee)));
    },
    literalsOf: (nodes) =>
      nodes.map((node) => {
        const type = checker.getTypeAtLocation(native(node));
        return type.isStringLiteral() ? type.value : undefined;
      }),
    areFields: (accesses) =>
      accesses.map((access) => {
        const symbol = checker.getSymbolAtLocation((native(access) as ts.PropertyAccessExpression).name);
        return !!symbol && (symbol.flags & compiler.SymbolFlags.Accessor) === 0;
      }),
    areNeverPlain: (nodes) => nodes.map((node) => isNeverPlain(native(node))),
    areFunctions: (nodes) => nodes.map((node) => isFunction(checker.getTypeAtLocation(native(node)))),
    areThenable: (calls) => calls.map((call) => isThenable(native(call))),
    peersOf: (receivers) => receivers.map((receiver) => otherEndOf(compiler, checker, native(receiver), peerContext()).peer),
    otherEndOf(node, isStart) {
      const end = isStart ? startAt(native(node), peerContext()) : otherEndOf(compiler, checker, native(node), peerContext());
      const entries = end.starts.flatMap(({ entry }) => entry?.fileName ?? []);
      return { peer: end.peer, is: end.is, entries: end.is === 'starter' ? this.startedWith : [...new Set(entries)] };
    },
    get startedWith() {
      return startedWith(compiler, checker, sourceFile as unknown as ts.SourceFile, starts()).map(({ fileName }) => fileName);
    },
    startedBy: (nodes) => nodes.map((node) => [starts().workers, starts().forks, starts().pools].map((each) => each.get(node as unknown as ts.Node)).find((each) => each)?.peer),
    get runFor() {
      return pools.length ? (starts().tasks.get(sourceFile as unknown as ts.SourceFile) ?? []) : [];
    },
    get startedAs() {
      return starts().entries.get(sourceFile as unknown as ts.SourceFile);
    },
    get givenTo() {
      return starts().given.get(sourceFile as unknown as ts.SourceFile) ?? [];
    },
    get isMain() {
      return !imported().has(sourceFile as unknown as ts.SourceFile);
    },
  });
}
