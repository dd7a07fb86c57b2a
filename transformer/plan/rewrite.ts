/**
 * What the planner yields: data, from which a back end writes code. A back end knows these few edits
 * and nothing of boundaries.
 */
import type { Boundary, Effect } from '../boundaries/vocabulary.js';
import type { MessageCode } from '../messages.js';
import type { Node } from '../syntax.js';

/** The functions of `otel-baton/runtime` that emitted code calls. */
export type Helper =
  | 'attachNext' | 'attachStarted' | 'bind' | 'bindAs' | 'carryCalls' | 'carryMessages' | 'carryPool' | 'carryPromised' | 'close' | 'dequeue'
  | 'dequeueFirst' | 'detach' | 'detachConstructor' | 'detachMember' | 'detachStarted' | 'drain' | 'enclose' | 'encloseTask' | 'encloseTasks'
  | 'encloseToChild' | 'enqueue' | 'enqueueEach' | 'handOver' | 'handOverCalls' | 'handOverEach' | 'inTurn' | 'inject' | 'injectFresh' | 'injectTask'
  | 'injectToParent' | 'injectToPeer' | 'injectToProcess' | 'jobOptions' | 'jobs' | 'listensAs' | 'open' | 'openSpan' | 'processBatch'
  | 'processTasks' | 'pull' | 'receive' | 'receiveJob' | 'receiveTask' | 'receiveTasks' | 'resume' | 'sender' | 'start' | 'startProcess' | 'started' | 'starting' | 'suspend'
  | 'takeTurn' | 'tap' | 'withCarrier' | 'withEnvironment' | 'withSpan';

/** An argument beside the wrapped node: nothing, `this`, text, a flag, a number, a repeatable expression of the source, now or when it is asked for, or the scope opened in a block. */
export type Argument =
  | { readonly nothing: true }
  | { readonly self: true }
  | { readonly text: string }
  | { readonly flag: boolean }
  | { readonly index: number }
  | { readonly repeat: Node }
  | { readonly lazily: Node }
  | { readonly scope: Node };

/** `node` becomes `helper(…before, node, …after)`. */
export interface Wrap {
  readonly edit: 'wrap';
  readonly node: Node;
  readonly helper: Helper;
  readonly before?: readonly Argument[];
  readonly after?: readonly Argument[];
}

/** The property access `object.name` becomes `helper(…before, object, "name", …after)`. */
export interface WrapMember {
  readonly edit: 'wrap member';
  readonly node: Node;
  readonly helper: Helper;
  readonly before?: readonly Argument[];
  readonly after?: readonly Argument[];
}

/**
 * The argument with this index becomes `helper(argument, …after)` after all arguments have been
 * evaluated: `call(...[a, b].map((value, i) => (i === index ? helper(value, …after) : value)))`.
 */
export interface WrapLate {
  readonly edit: 'wrap late';
  readonly node: Node;
  readonly index: number;
  readonly helper: Helper;
  readonly after: readonly Argument[];
}

/** The call `node` becomes `helper(…before, () => node)()`. */
export interface Thunk {
  readonly edit: 'thunk';
  readonly node: Node;
  readonly helper: Helper;
  readonly before: readonly Argument[];
}

/** The identifier, or `super`, becomes `to`. */
export interface Rename {
  readonly edit: 'rename';
  readonly node: Node;
  readonly to: string;
}

/** `helper(…arguments)` as a statement before the statement `node` of the file, or first in the block `node`. */
export interface Insert {
  readonly edit: 'insert';
  readonly node: Node;
  readonly where: 'before' | 'first';
  readonly helper: Helper;
  readonly arguments: readonly Argument[];
}

/**
 * The statements of the block (a loop's body, a function's body, an arrow function's expression, the
 * file) run in a scope:
 * `const scope = open(); try { … } finally { close(scope); }`; the file, which cannot stand in a
 * `try`, opens at its top and closes at its end.
 */
export interface Scope {
  readonly edit: 'scope';
  readonly node: Node;
  readonly inLoop: boolean;
}

/** The call gets one argument more, `helper(…arguments)`, the last or the one with this index: those before it that are missing are `undefined`. */
export interface Append {
  readonly edit: 'append';
  readonly node: Node;
  readonly index?: number;
  readonly helper: Helper;
  readonly arguments: readonly Argument[];
}

/**
 * The function that `node` exports, a declaration or a name of it in `export { … }`, is exported as
 * `helper(function, …after)`. Under its own name the module goes on calling it as it is.
 */
export interface WrapExport {
  readonly edit: 'wrap export';
  readonly node: Node;
  readonly name: string;
  readonly helper: Helper;
  readonly after: readonly Argument[];
  /** A function without a name is called as it is exported: the helper is given that last. */
  readonly keepsName?: true;
}

export type Edit = Append | WrapExport | Wrap | WrapMember | WrapLate | Thunk | Rename | Insert | Scope;

/** How the carrier travels at this site. */
export type Form = 'job options' | 'sidecar' | 'envelope' | 'as the parent reads' | 'environment data' | 'environment' | 'same isolate';

/** One end of a boundary found in the source, and what becomes of it. */
export interface Found {
  readonly boundary: Boundary;
  readonly does: Effect['does'];
  /** What stands there, in short: `postMessage`, `on("message")`. */
  readonly end: string;
  readonly node: Node;
  readonly outcome: 'carried' | 'skipped';
  /** `guarded`: what the receiver is gets decided at run time. */
  readonly certainty: 'certain' | 'guarded';
  readonly form?: Form;
  /** What it was concluded from, where it is not plain to see. */
  readonly because?: string;
  /** Why it is skipped. */
  readonly code?: MessageCode;
  readonly edits: readonly Edit[];
}
