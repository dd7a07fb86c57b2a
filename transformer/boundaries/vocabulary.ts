/**
 * The words in which a boundary is told.
 *
 * A boundary is a row that holds both ends, because one end without the other is a bug: what sends,
 * how the carrier travels, what receives, and how the context is attached there. Rows hold no code.
 * A boundary that cannot be said in these words needs a new word here, not an `if` in the planner.
 *
 * Types and functions are spelled `module#Name` (see {@link ../resolve/resolver.Resolver}).
 */

/** `receiver.member(…)`, where the receiver is one of these types and, if told, one argument is one of these events. */
export interface MemberCall {
  readonly site: 'member call';
  readonly on: readonly string[];
  /** Types that are one of `on` on some platforms only, so that the runtime decides. */
  readonly maybe?: readonly string[];
  /** The receiver is one of these properties of such a type. */
  readonly property?: readonly string[];
  readonly member: readonly string[];
  readonly event?: EventArgument;
}

/** `callee(…)`; with `target`, the argument that must be of these types takes the receiver's part. */
export interface FunctionCall {
  readonly site: 'function call';
  readonly of: readonly string[];
  readonly event?: EventArgument;
  readonly target?: { readonly argument: number; readonly on: readonly string[] };
  /** The argument that must be one of these functions, which is handed over to be called later. */
  readonly handed?: { readonly argument: number; readonly of: readonly string[] };
  /** Only at the top level of a module that runs as an execution unit of its own. */
  readonly where?: 'module body';
}

/** `receiver.member = …` */
export interface Assignment {
  readonly site: 'assignment';
  readonly on: readonly string[];
  readonly maybe?: readonly string[];
  readonly member: readonly string[];
}

/** `new Type(…)`, subclasses included. */
export interface Construction {
  readonly site: 'construction';
  readonly of: readonly string[];
}

/**
 * The top level of a module that runs as an execution unit of its own: one that is started as a
 * worker or as a connected process, or, if the user says so, the `main` one, which no other module
 * imports.
 */
export interface ModuleBody {
  readonly site: 'module body';
  readonly of: 'worker' | 'process' | 'main';
}

/** A call whose promise nobody awaits: a statement of its own, `void`, or only `.then`/`.catch`/`.finally` follow. */
export interface DetachedCall {
  readonly site: 'detached call';
}

/** `import(…)` inside a function: who calls it first evaluates the module, for all. */
export interface DynamicImport {
  readonly site: 'dynamic import';
}

/** A call that is one of several started together: an element (or a `map`) given to one of these functions. */
export interface GroupedCall {
  readonly site: 'grouped call';
  readonly in: readonly string[];
}

/**
 * A member of a container that the program declares and that is inferred to be a queue; `[]` is
 * access by index, `for…of` a loop over it. https://tc39.es/ecma262/#sec-keyed-collections
 */
export interface InferredQueue {
  readonly site: 'inferred queue';
  readonly on: 'array' | 'map' | 'set';
  readonly member: readonly string[];
}

/**
 * The function that a module exports as its default, where the program gives the module's file to
 * the construction of one of these types, or the function's first parameter is of a type of `takes`.
 */
export interface DefaultExport {
  readonly site: 'default export';
  readonly of: readonly string[];
  readonly takes: readonly string[];
}

/** A function that a task module exports: a module that a pool is told to run. */
export interface ExportedFunction {
  readonly site: 'exported function';
}

/** A container that the user says is a queue, or is none, by the name of its declaration. */
export interface NamedQueue {
  readonly site: 'named queue';
  readonly of: string;
  readonly isQueue: boolean;
}

export interface EventArgument {
  readonly argument: number;
  readonly is: readonly string[];
}

export type Site =
  | MemberCall | FunctionCall | Assignment | Construction | ModuleBody | DetachedCall | GroupedCall | InferredQueue | DynamicImport | NamedQueue
  | DefaultExport | ExportedFunction;

/**
 * Put the carrier of the active context into the argument with this index, at the moment it has been
 * evaluated. `to`: what is at the other end, where it is a process; a cluster's `worker` is the child
 * in one process and the parent in the other.
 */
export interface Inject {
  readonly does: 'inject';
  readonly argument: number;
  readonly to?: 'child' | 'parent' | 'worker';
}

/** Extract at delivery: every listener of the receiver (or of the `target` argument) runs in the message's context. */
export interface Receive {
  readonly does: 'receive';
}

/**
 * No function to wrap: the code after the pull runs in the message's context.
 * `value`: the call returns the message; `awaited`: the call is awaited; `iterated`: a `for await` runs over it.
 */
export interface Pull {
  readonly does: 'pull';
  readonly as: 'value' | 'awaited' | 'iterated';
}

/**
 * In whose context a listener runs: `registrant`, who added it; `auto`, who added it, unless the call
 * comes from the same trace, or the span in which it was added has ended, or there was none; `caller`,
 * who emits the event, as without us; `root`, nobody's.
 */
export type Attach = 'registrant' | 'auto' | 'caller' | 'root';

/**
 * The listener, the argument with this index (a negative one counts from the last) or what is
 * assigned, runs in the context that `attach` says; `once` maps one-shot members to lasting ones.
 */
export interface Bind {
  readonly does: 'bind';
  readonly argument: number;
  readonly attach: Attach;
  readonly once?: Readonly<Record<string, string>>;
  /** What is listened to lasts no longer than the work that listens, so `auto` holds when its span has ended, too. */
  readonly lasts?: 'exchange';
  /** The receiver is an `EventTarget`: no listener can stand for another one there, so the receiver keeps which does. */
  readonly target?: true;
}

/** The construction starts an execution unit; the carrier travels out of band, and in the environment if the argument with this index gives one. */
export interface Start {
  readonly does: 'start';
  readonly options: number;
}

/**
 * The function starts a process, whose environment carries the context. What it takes:
 * `spawn` (file, args?, options?), `file` (file, args?, options?, callback?),
 * `command` (command, options?, callback?), `fork` (module, args?, options?), `cluster` (env?).
 */
export interface StartProcess {
  readonly does: 'start process';
  readonly signature: 'spawn' | 'file' | 'command' | 'fork' | 'cluster';
}

/** The module's top level runs in the context in which its execution unit was started. */
export interface AttachStarted {
  readonly does: 'attach started';
}

/** The call runs in the context of the span started by hand that is open here. */
export interface EnterSpan {
  readonly does: 'enter span';
}

/**
 * The call is made in no context: what it starts lasts longer than whatever is active there.
 * `started`: only where what is active is what started the execution unit, which the runtime sees.
 */
export interface Detach {
  readonly does: 'detach';
  readonly from?: 'started';
  /** What a method is given to call back is called in no context either, because it is what recurs. */
  readonly callbacks?: 'detached';
}

/** The element that is put into a queue, the argument with this index (`andOn`: and each after it), keeps the context. */
export interface Enqueue {
  readonly does: 'enqueue';
  readonly argument: number;
  readonly andOn?: true;
}

/**
 * What is taken out of a queue: the code that follows runs in the context that the element keeps.
 * `besides`: it only is taken out if one of these members, or an assignment (`=`), removes it in the same function.
 */
export interface Dequeue {
  readonly does: 'dequeue';
  readonly gives: 'element' | 'list' | 'entries';
  readonly besides?: readonly string[];
}

/** Which argument is meant: by index, or the `first` or the `last` one that is a function. */
export type Position = number | 'first' | 'last';

/**
 * The functions given here are called later on behalf of who gives them: they run in the context of
 * this call, also where that is none.
 */
export interface HandOver {
  readonly does: 'hand over';
  readonly arguments: readonly Position[];
  /** Arguments before the one with this index are something else, even if they are functions. */
  readonly from?: number;
  /** The argument is an array of functions. */
  readonly each?: true;
}

/**
 * The member makes a function of the one given, its first argument, and each call of that hands it
 * over anew: to the member `by`, or, as the property `configured`, to that with options first.
 */
export interface HandOverCalls {
  readonly does: 'hand over calls';
  readonly by: string;
  readonly configured: string;
}

/**
 * The function makes a queue whose tasks are pushed one by one, and processed by the one function
 * given here, each in the context of who pushed it, or with a link to that. How the queue keeps what is pushed:
 * `of values`: as it is; `getQueue` and `error` show it, as in fastq.
 * `of items`: as the `data` of an item, which `workersList` shows while it is processed, as in async.
 * `of batches`: likewise, and several are processed at once, in the context of the first, as by a cargo of async.
 */
export interface ProcessTasks {
  readonly does: 'process tasks';
  readonly queue: 'of values' | 'of items' | 'of batches';
}

/**
 * What is constructed gathers the keys of several callers, for which it calls one function, in the
 * context of the first of them; the others are links. As DataLoader does.
 */
export interface ProcessBatch {
  readonly does: 'process batch';
}

/** The argument with this index tells of jobs that a queue is to keep: their carriers go into the options of each. `as`: the `options` of one, or `jobs`, one or a list, with options of their own. */
export interface SendJobs {
  readonly does: 'send jobs';
  readonly argument: number;
  readonly as: 'options' | 'jobs';
}

/** The function is called with a job and runs in its context: the argument with this index, or what the module exports. */
export interface ReceiveJobs {
  readonly does: 'receive jobs';
  readonly argument?: number;
}

/**
 * The task, the argument with this index, carries the context inside a library's own message. `as`:
 * it is one task, an iterable of them, or the list of a function's arguments.
 */
export interface SendTask {
  readonly does: 'send task';
  readonly argument: number;
  readonly as: 'task' | 'tasks' | 'arguments';
  /** What the library hands to the function where no task is given. */
  readonly absent?: 'empty object';
  /** The symbols that the library reads of a task are `Symbol.for('<marks>.transferable')` and its like. */
  readonly marks?: string;
  /** The argument with this index names the function; the library sends anything else as code. */
  readonly name?: number;
}

/**
 * The function takes the task, and runs in its context. `at`: its parameter; `last`: the carrier
 * comes as one argument more. `functions`: the argument, or the property of it, that is the
 * function or an object of functions.
 */
export interface ReceiveTask {
  readonly does: 'receive task';
  readonly at: number | 'last';
  readonly functions?: { readonly argument: number; readonly property?: string };
}

/** Functions that a library has made for those of a worker file carry the context: what `proxy()` of the receiver brings, what is constructed, what the promise brings. */
export interface CarryCalls {
  readonly does: 'carry calls';
  readonly of: 'receiver' | 'result' | 'promise';
  /** The argument that is the worker, where the call does not make it. */
  readonly worker?: number;
}

/** What the call makes of a port (the argument with this index) carries the context with all that the library sends through it, and extracts it. */
export interface CarryMessages {
  readonly does: 'carry messages';
  readonly port: number;
}

export type Effect =
  | Enqueue | Dequeue | Detach | StartProcess | Inject | Receive | Pull | Start | AttachStarted | EnterSpan | HandOver | HandOverCalls
  | ProcessTasks | ProcessBatch | Bind | SendJobs | ReceiveJobs | SendTask | ReceiveTask | CarryCalls | CarryMessages;

export interface End {
  readonly at: Site;
  readonly effect: Effect;
}

/** An argument that names a file, or a property of it. `from`: a relative path starts at the module itself, not at the working directory. */
export interface NamedFile {
  readonly argument: number;
  readonly property?: string;
  readonly from?: 'here';
}

/** What makes a pool, by construction or call, and which file it runs. `types`: what it is otherwise declared as. */
export interface Pool {
  readonly of: readonly string[];
  readonly types?: readonly string[];
  readonly file: NamedFile;
  /** The worker file exports the tasks; else it says one of these words where it gives them to the library. */
  readonly gives?: readonly string[];
  /** A member that sends functions as code, which take their tasks as they come. */
  readonly code?: string;
  /** A member whose calls may name another file. */
  readonly call?: { readonly member: string; readonly file: NamedFile };
}

export interface Boundary {
  /** Stable name, shown in the report. */
  readonly name: string;
  /** How the carrier travels. `none`: both sides share one isolate. */
  readonly carries: 'payload' | 'job options' | 'environment data' | 'environment' | 'none';
  /** What the context that arrives is to the work done there. */
  readonly relation: 'parent' | 'link';
  /** How far the other side is trusted: our own process, our host, another origin. */
  readonly trust: 'process' | 'host' | 'origin';
  /** Only where it is asked for by name. */
  readonly optional?: true;
  readonly ends: readonly End[];
  readonly pools?: readonly Pool[];
}
