/** Types as far as one file tells them: what the parts of the syntax resolver hand to each other. */
import type { TypeSpec } from '../../boundaries/known.js';
import type { Loose } from '../../syntax.js';
import type { ExternalOf } from './externals.js';
import type { NodeReader, Source } from './nodes.js';
import type { Scopes } from './scopes.js';

/** One constituent of a type: an object of a class, an interface, an object or function type, or something without members of interest. */
export interface ObjectType {
  /** `module#Name`; `undefined` for an object, a function or an intersection that has no name. */
  readonly name: string | undefined;
  /** Where this file declares its members: classes, interfaces, type and object literals, functions. */
  readonly declarations: readonly Loose[];
  /** What it extends, or is made of: all of them, `undefined` where one is not known. */
  readonly bases: Type;
  readonly typeArguments: readonly Type[];
  /** `static`: the class itself, not an object of it. */
  readonly side: 'instance' | 'static';
  /** An interface or object type of this file, which a port could be passed as. */
  readonly structural: boolean;
}

/** One entry a union constituent, `null` and `undefined` left out; `undefined` where it is not known. */
export type Type = readonly (ObjectType | undefined)[];

const NAMELESS: ObjectType = { name: undefined, declarations: [], bases: [], typeArguments: [], side: 'instance', structural: false };

export const UNKNOWN: Type = [undefined];
/** Known, and nothing that a boundary could be on: a string, a number, `void`. */
export const PLAIN: Type = [NAMELESS];
/** `null`, `undefined` and `never`. */
export const NOTHING: Type = [];

/** A type by its name in the tables. */
export function named(name: string, typeArguments: readonly Type[] = []): ObjectType {
  return { ...NAMELESS, name, typeArguments };
}

export function objectType(parts: Partial<ObjectType>): ObjectType {
  return { ...NAMELESS, ...parts };
}

export function union(types: readonly Type[]): Type {
  return [...new Map(types.flat().map((type) => [isNameOnly(type) ? type.name : type, type])).values()];
}

function isNameOnly(type: ObjectType | undefined): type is ObjectType {
  return type?.name !== undefined && type.declarations.length + type.typeArguments.length === 0;
}

/**
 * The type that a table tells.
 *
 * @param owner The object whose type arguments are meant.
 * @param self The object that the member was asked of; `owner` may be one of its bases.
 * @param callback What the callback among the arguments of the call returns.
 */
export function typeOfSpec(spec: TypeSpec, owner?: ObjectType, self = owner, callback: () => Type = () => UNKNOWN): Type {
  if (spec === 'this') return [self];
  if (spec === '()') return callback();
  if (/^\d$/.test(spec)) return owner?.typeArguments[Number(spec)] ?? UNKNOWN;
  const [, name, list] = /^(.+?)<(.+)>$/.exec(spec) ?? [];
  if (name === undefined || list === undefined) return [named(spec)];
  const specs = list.includes('<') ? [list] : list.split(',');
  return [named(name, specs.map((each) => typeOfSpec(each, owner, self, callback)))];
}

/** The questions that the parts of the syntax resolver ask each other. */
export interface Types {
  /** The type of a value. */
  ofExpression(expression: Loose): Type;
  /** The value that a variable, parameter, function, class or enumeration of this file is. */
  ofDeclaration(declarations: readonly Loose[]): Type;
  /** The type that a type node means. */
  ofTypeNode(node: Loose): Type;
  /** The type that a name means: in a type node, or after the `extends` of an interface. */
  ofReference(name: Loose, typeArguments?: readonly Loose[]): Type;
  /** What `new callee(…)` makes. */
  ofConstructed(callee: Loose, typeArguments?: readonly Loose[]): Type;
  /** The object, or with `static` the class itself, of a class or interface and all that merges with it. */
  ofClass(declaration: Loose, side: ObjectType['side']): Type;
  ofThis(node: Loose): Type;
  ofSuper(node: Loose): Type;
  ofMember(type: Type, member: string): Type;
  /** Whether this file or a table tells of the member. */
  hasMember(type: ObjectType, member: string): boolean;
  /** What iterating over a type, or indexing it by number, gives. */
  ofElement(type: Type): Type;
  ofCall(call: Loose): Type;
  /** What a function returns, given its type. */
  ofReturn(callee: ObjectType | undefined): Type;
  /** What `await` makes of a type. */
  ofAwaited(type: Type): Type;
  isThenable(type: ObjectType): boolean;
  /** A parameter without annotation of a callback, as told by the method that the callback is given to. */
  ofCallbackParameter(parameter: Loose): Type;
  /**
   * A type and its bases, up to the ones that declare `member` (all of them without one);
   * `undefined` if a base on the way is not known.
   */
  lineage(type: ObjectType, member?: string): readonly ObjectType[] | undefined;
}

/** What the parts of the syntax resolver share. */
export interface SyntaxContext extends Source {
  readonly read: NodeReader;
  readonly scopes: Scopes;
  readonly externalOf: ExternalOf;
  readonly types: Types;
  /** Compute a type once for each node. */
  readonly once: (node: Loose, compute: () => Type) => Type;
}
