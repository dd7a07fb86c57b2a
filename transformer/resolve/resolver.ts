/**
 * What the planner asks of a host: what is this receiver, this callee, this channel?
 *
 * Three implementations answer it: the type checker of TypeScript 5 and 6, the same through the API
 * of TypeScript 7, and syntax alone. Questions are batched, so that a host behind a pipe answers in one trip.
 *
 * A type or a value is spelled `module#Name`: the `node:` prefix is folded away, and module `''`
 * is the global scope (`#setTimeout`).
 */
import type { Node } from '../syntax.js';

/** "Which declared types is `receiver` of, seen from the member called on it?" */
export interface MemberQuery {
  readonly receiver: Node;
  readonly member: string;
}

/**
 * The names of one constituent of the receiver's union type; `undefined` where it cannot be known.
 * They run from the receiver's own type up to the type that *declares* the member and stop there:
 * a user's override in a subclass of `Worker` is not `Worker`'s, its `super` call is.
 * The constructor is a member called `constructor`.
 * `structural` marks an interface or object type of the user's own that a port could be passed as.
 */
export interface Constituent {
  readonly names: ReadonlySet<string>;
  readonly structural: boolean;
}

/** One entry a union constituent (`null` and `undefined` left out); an empty list means "never anything". */
export type ReceiverTypes = readonly (Constituent | undefined)[];

/** A module runs on its own in a thread, or in a process that is connected to the one that started it. */
export type Started = 'worker' | 'process';

export interface PropertyRead {
  readonly object: Node;
  readonly name: string;
}

/**
 * Who listens at the other end of a channel.
 * `compiled`: a module of this program; `foreign`: a file outside it, plain JavaScript or `eval`;
 * `unknown`: it cannot be told.
 */
export type Peer = 'compiled' | 'unknown' | 'foreign';

/** What a host makes of a module of the program's that is started on its own. */
export type PeerAt = (fileName: string) => Peer;

export interface Resolver {
  readonly name: 'checker' | 'syntax';
  typesOf(queries: readonly MemberQuery[]): readonly ReceiverTypes[];
  /** Names of the declaration each callee refers to (`['#setTimeout']`); `undefined` where it cannot be known. */
  valuesOf(callees: readonly Node[]): readonly (readonly string[] | undefined)[];
  /** The types, base types included, that each constructed expression (`X` in `new X()`) makes; `undefined` where unknown. */
  constructedBy(callees: readonly Node[]): readonly (ReadonlySet<string> | undefined)[];
  /** The text of each expression whose type is one string literal (`const EVENT = 'message'`). */
  literalsOf(nodes: readonly Node[]): readonly (string | undefined)[];
  /** Whether each property access reads a field, and not a getter. */
  areFields(accesses: readonly Node[]): readonly boolean[];
  /** Whether each call returns something with a `then`. */
  areThenable(calls: readonly Node[]): readonly boolean[];
  /** Whether each expression's type can never hold a plain object: primitives, arrays, `Map` and the like. */
  areNeverPlain(nodes: readonly Node[]): readonly boolean[];
  /** Whether each expression is a function; `undefined` where it may be one. */
  areFunctions(nodes: readonly Node[]): readonly (boolean | undefined)[];
  /** Which property of what each expression reads, through constants and destructuring; `undefined` where it reads none. */
  propertiesOf(nodes: readonly Node[]): readonly (PropertyRead | undefined)[];
  /** Who is at the other end of each receiver's channel. */
  peersOf(receivers: readonly Node[]): readonly Peer[];
  /** The module each `new Worker(…)`, `fork(…)` and pool starts; that which a call names for itself. `undefined` where it starts none. */
  startedBy(starts: readonly Node[]): readonly (Peer | undefined)[];
  /** What the program starts this file as, or what it must be started as by what it takes from Node; `undefined` for neither. */
  readonly startedAs: Started | undefined;
  /** Types of which the program makes one that is given this file by name, to call what it exports. */
  readonly givenTo: readonly string[];
  /** The boundaries whose pools run this file. */
  readonly runFor: readonly string[];
  /** Whether no other module of the program imports this file. */
  readonly isMain: boolean;
}
