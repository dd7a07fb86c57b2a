/**
 * The resolver by syntax alone: one file's imports, bindings, annotations, initialisers and classes,
 * and the tables of what is known of other modules. For `isolatedModules`, transpile-only and bundlers.
 *
 * It knows less than the checker, never something else: what another file declares is unknown, unless
 * the host says which file that is.
 */
import { PORTS } from '../../boundaries/known.js';
import type { Kinds, Loose, SourceFile } from '../../syntax.js';
import type { Constituent, Resolver } from '../resolver.js';
import { createCallees } from './callees.js';
import { createCalls } from './calls.js';
import { createClasses } from './classes.js';
import { createExpressions } from './expressions.js';
import { createExternals } from './externals.js';
import { createLiterals } from './literals.js';
import { createMembers } from './members.js';
import { createMemo } from './memo.js';
import type { Modules } from './modules.js';
import { createNodeReader, type Source } from './nodes.js';
import { createProperties } from './properties.js';
import { createScopes } from './scopes.js';
import { createStarts } from './starts.js';
import { createThis } from './this.js';
import { createTypeNodes } from './type-nodes.js';
import type { ObjectType, SyntaxContext, Types } from './types.js';

/**
 * Make the resolver of one file. Its tree needs parent pointers (`setParentNodes`).
 *
 * @param modules Where what the file imports from others is looked up; without it, that is unknown.
 */
export function createSyntaxResolver(kinds: Kinds, sourceFile: SourceFile, modules?: Modules): Resolver {
  const context = createContext({ kinds, sourceFile, modules });
  const { types } = context;
  const namesOfCallee = createCallees(context);
  const literalOf = createLiterals(context);
  const propertyOf = createProperties(context);
  const starts = createStarts(context);

  function constituent(type: ObjectType | undefined, member: string): Constituent | undefined {
    const names = type && namesOf(type, member);
    return names && { names, structural: type.structural && ![...names].some((name) => PORTS.has(name)) };
  }

  function namesOf(type: ObjectType, member?: string): ReadonlySet<string> | undefined {
    if (type.side === 'static') return new Set();
    const lineage = types.lineage(type, member);
    return lineage && new Set(lineage.flatMap(({ name }) => name ?? []));
  }

  function constructedNames(callee: Loose): ReadonlySet<string> | undefined {
    const [type, ...others] = callee.kind === kinds.SuperKeyword ? types.ofSuper(callee) : types.ofConstructed(callee);
    return type && others.length === 0 ? namesOf(type) : undefined;
  }

  function isThenable(call: Loose): boolean {
    const type = types.ofExpression(call);
    return !type.includes(undefined) && type.some((each) => each && types.isThenable(each));
  }

  return {
    name: 'syntax',
    typesOf: (queries) =>
      queries.map(({ receiver, member }) => types.ofExpression(receiver as Loose).map((type) => constituent(type, member))),
    valuesOf: (callees) => callees.map((callee) => namesOfCallee(callee as Loose)),
    constructedBy: (callees) => callees.map((callee) => constructedNames(callee as Loose)),
    literalsOf: (nodes) => nodes.map((node) => literalOf(node as Loose)),
    // A getter may be declared out of sight.
    areFields: (accesses) => accesses.map(() => false),
    // A literal shows it by itself; what a name holds is for the runtime to see.
    areNeverPlain: (nodes) => nodes.map(() => false),
    // A literal shows this, too.
    areFunctions: (nodes) => nodes.map(() => undefined),
    areThenable: (calls) => calls.map((call) => isThenable(call as Loose)),
    propertiesOf: (nodes) => nodes.map((node) => propertyOf(node as Loose)),
    peersOf: (receivers) => receivers.map((receiver) => starts.peer(receiver as Loose)),
    startedBy: (nodes) => nodes.map((node) => starts.started(node as Loose)),
    // Which file a pool runs, another one says.
    runFor: [],
    get startedAs() {
      return starts.startedAs();
    },
    // Who is given a file stands in another one.
    givenTo: [],
    get isMain() {
      return starts.isMain();
    },
  };
}

function createContext(source: Source): SyntaxContext {
  const read = createNodeReader(source);
  const scopes = createScopes(source, read);
  // The parts ask each other by way of `types`, so each can be made before the others are.
  const types = {} as Types;
  const context = { ...source, read, scopes, externalOf: createExternals(source, read, scopes), types, once: createMemo() };
  const parts: Types = {
    ...createMembers(context),
    ...createClasses(context),
    ...createThis(context),
    ...createTypeNodes(context),
    ...createExpressions(context),
    ...createCalls(context),
  };
  Object.assign(types, parts);
  return context;
}
