/**
 * What is known of well-known modules where their declarations are out of sight: for the resolver
 * that sees one file alone.
 *
 * Types and values are spelled `module#Name` (see {@link ../resolve/resolver.Resolver}); a module's
 * `export =` and its default export are `module#default`. Sources: `@types/node`, `@opentelemetry/api`,
 * TypeScript's own `lib.*.d.ts` and the declarations of the libraries that there are rows of.
 */

type Names = Readonly<Record<string, string>>;

/**
 * A type, seen from a member of an object: a name; `this`, the object itself; a digit, its type
 * argument of that index; `()`, what the callback among the call's arguments returns; `Name<…>`, a
 * generic type of these. `#Tuple` is an array whose elements have types of their own.
 */
export type TypeSpec = string;

/** Other spellings of one declaration. */
export const ALIASES: Names = {
  '#NodeJS.Process': 'process#Process',
  '#NodeJS.EventEmitter': 'events#EventEmitter',
  'events#default': 'events#EventEmitter',
  'events#EventEmitter.once': 'events#once',
  'events#EventEmitter.on': 'events#on',
  'tinypool#default': 'tinypool#Tinypool',
  'piscina#Piscina': 'piscina#default',
  ...aliased('comlink', 'default', ['esm/node-adapter', 'esm/node-adapter.mjs', 'esm/node-adapter.min.mjs', 'umd/node-adapter', 'umd/node-adapter.js', 'umd/node-adapter.min.js']),
  '#ReadonlyArray': '#Array',
  '#ReadonlySet': '#Set',
  '#ReadonlyMap': '#Map',
};

/** The types of values. A named export of a module whose default is listed here is a member of that default. */
export const VALUES: Names = {
  'worker_threads#parentPort': 'worker_threads#MessagePort',
  '#process': 'process#Process',
  'process#default': 'process#Process',
  'cluster#default': 'cluster#Cluster',
  'cluster#worker': 'cluster#Worker',
  'worker_threads#locks': 'worker_threads#LockManager',
  '@opentelemetry/api#trace': '@opentelemetry/api#TraceAPI',
  '@opentelemetry/api#context': '@opentelemetry/api#ContextAPI',
  '@opentelemetry/api#propagation': '@opentelemetry/api#PropagationAPI',
  '#Promise': '#PromiseConstructor',
  '#Array': '#ArrayConstructor',
  '#console': '#Console',
};

/** The types of properties; `Type.*` stands for every property that is not listed. */
export const PROPERTIES: Readonly<Record<string, TypeSpec>> = {
  'worker_threads#MessageChannel.port1': 'worker_threads#MessagePort',
  'worker_threads#MessageChannel.port2': 'worker_threads#MessagePort',
  '#MessageChannel.port1': '#MessagePort',
  '#MessageChannel.port2': '#MessagePort',
  '#SharedWorker.port': '#MessagePort',
  '#AbortController.signal': '#AbortSignal',
  '#MessageEvent.ports': '#Array<#MessagePort>',
  'cluster#Cluster.worker': 'cluster#Worker',
  'cluster#Cluster.workers': '#Record<#string,cluster#Worker>',
  'cluster#Worker.process': 'child_process#ChildProcess',
  '#Record.*': '1',
  '#Tuple.0': '0',
  '#Tuple.1': '1',
  '#Tuple.2': '2',
  '#Tuple.3': '3',
};

/** Streams that are read from. */
const STREAMS = [
  'stream#Readable', 'stream#Duplex', 'stream#Transform', 'stream#PassThrough', 'fs#ReadStream', 'net#Socket', 'tls#TLSSocket', 'http#IncomingMessage',
];

/** What functions and methods return. */
export const RETURNS: Readonly<Record<string, TypeSpec>> = {
  '@opentelemetry/api#TraceAPI.getTracer': '@opentelemetry/api#Tracer',
  '@opentelemetry/api#TraceAPI.getTracerProvider': '@opentelemetry/api#TracerProvider',
  '@opentelemetry/api#TraceAPI.getActiveSpan': '@opentelemetry/api#Span',
  '@opentelemetry/api#TraceAPI.getSpan': '@opentelemetry/api#Span',
  '@opentelemetry/api#TraceAPI.wrapSpanContext': '@opentelemetry/api#Span',
  '@opentelemetry/api#ProxyTracerProvider.getTracer': '@opentelemetry/api#Tracer',
  '@opentelemetry/api#TracerProvider.getTracer': '@opentelemetry/api#Tracer',
  '@opentelemetry/sdk-trace-base#BasicTracerProvider.getTracer': '@opentelemetry/api#Tracer',
  '@opentelemetry/sdk-trace-node#NodeTracerProvider.getTracer': '@opentelemetry/api#Tracer',
  '@opentelemetry/sdk-trace-web#WebTracerProvider.getTracer': '@opentelemetry/api#Tracer',
  '@opentelemetry/api#Tracer.startSpan': '@opentelemetry/api#Span',
  '@opentelemetry/api#Tracer.startActiveSpan': '()',
  '@opentelemetry/api#ContextAPI.with': '()',
  'child_process#fork': 'child_process#ChildProcess',
  'child_process#spawn': 'child_process#ChildProcess',
  'child_process#exec': 'child_process#ChildProcess',
  'child_process#execFile': 'child_process#ChildProcess',
  'cluster#Cluster.fork': 'cluster#Worker',
  'net#createServer': 'net#Server',
  'http#createServer': 'http#Server',
  'https#createServer': 'https#Server',
  'http2#createServer': 'http2#Http2Server',
  'http2#createSecureServer': 'http2#Http2SecureServer',
  'tls#createServer': 'tls#Server',
  'net#connect': 'net#Socket',
  'net#createConnection': 'net#Socket',
  'tls#connect': 'tls#TLSSocket',
  'dgram#createSocket': 'dgram#Socket',
  'readline#createInterface': 'readline#Interface',
  'readline/promises#createInterface': 'readline/promises#Interface',
  'fs#createReadStream': 'fs#ReadStream',
  'fs#createWriteStream': 'fs#WriteStream',
  'fs#watch': 'fs#FSWatcher',
  'stream#Readable.from': 'stream#Readable',
  ...Object.assign({}, ...STREAMS.map((type) => returned(type, ['pause', 'resume', 'setEncoding'], 'this'))),
  '#AbortSignal.any': '#AbortSignal',
  '#AbortSignal.timeout': '#AbortSignal',
  'worker_threads#moveMessagePortToContext': 'worker_threads#MessagePort',
  'worker_threads#postMessageToThread': '#Promise',
  'worker_threads#Worker.terminate': '#Promise',
  'events#once': '#Promise',
  'timers/promises#setTimeout': '#Promise',
  'timers/promises#setImmediate': '#Promise',
  '#fetch': '#Promise',
  ...returned('bluebird#default', ['then', 'catch', 'finally', 'tap', 'timeout', 'delay'], 'this'),
  ...Object.fromEntries(['all', 'delay', 'reject', 'resolve', 'try'].map((name) => [`bluebird#${name}`, 'bluebird#default'])),
  'fastq#default': 'fastq#fastq.queue',
  'fastq#promise': 'fastq#fastq.queue',
  ...Object.fromEntries(['queue', 'priorityQueue', 'cargo', 'cargoQueue'].map((name) => [`async#${name}`, 'async#QueueObject'])),
  ...returned('#PromiseConstructor', ['all', 'allSettled', 'any', 'race', 'reject', 'resolve', 'try'], '#Promise'),
  ...returned('#Promise', ['finally'], 'this'),
  ...returned('#Promise', ['then'], '#Promise<()>'),
  ...returned('#Promise', ['catch'], '#Promise'),
  ...returned('#PromiseLike', ['then'], '#Promise<()>'),
  ...returned('#ArrayConstructor', ['from'], '#Array<()>'),
  ...returned('#Array', ['at', 'find', 'findLast', 'pop', 'shift'], '0'),
  ...returned('#Array', ['concat', 'fill', 'filter', 'reverse', 'slice', 'sort', 'splice', 'toReversed', 'toSorted'], 'this'),
  ...returned('#Array', ['values'], '#Iterable<0>'),
  ...returned('#Array', ['map'], '#Array<()>'),
  ...returned('#Set', ['keys', 'values'], '#Iterable<0>'),
  ...returned('#Set', ['add'], 'this'),
  ...returned('#Map', ['get'], '1'),
  ...returned('#Map', ['keys'], '#Iterable<0>'),
  ...returned('#Map', ['values'], '#Iterable<1>'),
  ...returned('#Map', ['entries'], '#Iterable<#Tuple<0,1>>'),
  ...returned('#Map', ['set'], 'this'),
  ...returned('#WeakMap', ['get'], '1'),
  ...returned('#WeakRef', ['deref'], '0'),
};

/** The first parameter of the callback given to a method. */
export const CALLBACKS: Readonly<Record<string, TypeSpec>> = {
  ...returned('#Array', ['every', 'filter', 'find', 'findIndex', 'findLast', 'flatMap', 'forEach', 'map', 'some'], '0'),
  '#Set.forEach': '0',
  '#Map.forEach': '1',
  '#Promise.then': '0',
  '@opentelemetry/api#Tracer.startActiveSpan': '@opentelemetry/api#Span',
  ...returned('cluster#Cluster', ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'], 'cluster#Worker'),
};

/** The parameters of the callback given to a function. */
export const PARAMETERS: Readonly<Record<string, readonly TypeSpec[]>> = {
  'http#createServer': ['http#IncomingMessage', 'http#ServerResponse'],
  'https#createServer': ['http#IncomingMessage', 'http#ServerResponse'],
  'http2#createServer': ['http2#Http2ServerRequest', 'http2#Http2ServerResponse'],
  'http2#createSecureServer': ['http2#Http2ServerRequest', 'http2#Http2ServerResponse'],
  'net#createServer': ['net#Socket'],
  'tls#createServer': ['tls#TLSSocket'],
};

/** What iteration over a collection, and an index that is no name, gives. */
export const ELEMENTS: Readonly<Record<string, TypeSpec>> = {
  '#Array': '0',
  '#Set': '0',
  '#Map': '#Tuple<0,1>',
  '#Iterable': '0',
  '#IterableIterator': '0',
  '#Record': '1',
};

type Utility = 'argument' | 'shape' | 'instance' | 'returned' | 'awaited' | 'unknown';

/**
 * What a generic type of TypeScript's stands for: its argument, an object with members of it, what
 * its argument constructs, returns or is awaited to be, or something that cannot be told.
 */
export const UTILITY_TYPES: Readonly<Record<string, Utility>> = {
  '#NonNullable': 'argument',
  '#Readonly': 'argument',
  '#Required': 'argument',
  '#NoInfer': 'argument',
  '#Partial': 'shape',
  '#Pick': 'shape',
  '#Omit': 'shape',
  '#InstanceType': 'instance',
  '#ReturnType': 'returned',
  '#Awaited': 'awaited',
  '#Exclude': 'unknown',
  '#Extract': 'unknown',
  '#Parameters': 'unknown',
  '#ConstructorParameters': 'unknown',
  '#ThisType': 'unknown',
};

/** Base classes of well-known classes. */
export const BASES: Readonly<Record<string, readonly string[]>> = {
  'worker_threads#Worker': ['events#EventEmitter'],
  'worker_threads#MessagePort': ['#EventTarget'],
  'worker_threads#BroadcastChannel': ['#EventTarget'],
  'child_process#ChildProcess': ['events#EventEmitter'],
  'child_process#ChildProcessWithoutNullStreams': ['child_process#ChildProcess'],
  'child_process#ChildProcessByStdio': ['child_process#ChildProcess'],
  'cluster#Cluster': ['events#EventEmitter'],
  'http#Server': ['net#Server'],
  'https#Server': ['net#Server'],
  'http2#Http2Server': ['net#Server'],
  'http2#Http2SecureServer': ['net#Server'],
  'tls#Server': ['net#Server'],
  'cluster#Worker': ['events#EventEmitter'],
  'process#Process': ['events#EventEmitter'],
  '#Worker': ['#EventTarget'],
  '#MessagePort': ['#EventTarget'],
  '#BroadcastChannel': ['#EventTarget'],
};

/** Types that messages are posted through: an interface that extends one is that type, not just like it. */
export const PORTS: ReadonlySet<string> = new Set([
  'worker_threads#Worker', 'worker_threads#MessagePort', 'worker_threads#BroadcastChannel',
  '#Worker', '#MessagePort', '#BroadcastChannel', '#DedicatedWorkerGlobalScope', '#ServiceWorker', '#Client', '#Window',
  'child_process#ChildProcess', 'cluster#Worker', 'process#Process',
]);

/** Types whose methods of {@link FLUENT} return the object they are called on. */
export const EMITTERS: ReadonlySet<string> = new Set([
  'events#EventEmitter', 'worker_threads#Worker', 'worker_threads#MessagePort', 'child_process#ChildProcess', 'cluster#Worker', 'cluster#Cluster',
  'process#Process', ...STREAMS, 'stream#Writable', 'fs#WriteStream', 'http#ServerResponse', 'dgram#Socket', 'readline#Interface', 'readline/promises#Interface',
  'fs#FSWatcher', 'net#Server', 'http#Server', 'https#Server', 'http2#Http2Server', 'http2#Http2SecureServer', 'tls#Server',
]);

export const FLUENT: ReadonlySet<string> = new Set([
  'addListener', 'off', 'on', 'once', 'prependListener', 'prependOnceListener', 'removeAllListeners', 'removeListener', 'setMaxListeners',
]);

/** Names of the global object. */
export const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(['globalThis', 'global', 'self', 'window']);

/** Types of the global object: their members are global names. */
export const GLOBAL_SCOPES: ReadonlySet<string> = new Set([
  '#Window', '#WorkerGlobalScope', '#DedicatedWorkerGlobalScope', '#SharedWorkerGlobalScope',
]);

/** Functions that return the module named by their argument. */
export const MODULE_LOADERS: ReadonlySet<string> = new Set([
  '#require', '#jest.requireActual', 'process#Process.getBuiltinModule',
]);

/** The function that makes a `require` for an ES module. */
export const CREATE_REQUIRE = 'module#createRequire';

/** What only a module takes that may be started by something else: in a worker, or as a process. */
export const STARTED_SIDE: Readonly<Record<string, 'worker' | 'process'>> = {
  'worker_threads#parentPort': 'worker',
  'worker_threads#workerData': 'worker',
  'process#Process.send': 'process',
  'cluster#Cluster.isPrimary': 'process',
  'cluster#Cluster.isMaster': 'process',
  'cluster#Cluster.isWorker': 'process',
  'cluster#Cluster.worker': 'process',
  'cluster#worker': 'process',
};

/** Types whose constructor is given a module by its file, whose default export it calls: the argument's index. */
export const TAKES_FILE: Readonly<Record<string, number>> = {
  'bullmq#Worker': 1,
};
/** What a package exports from several of its files. */
function aliased(module: string, name: string, files: readonly string[]): Names {
  return Object.fromEntries(files.map((file) => [`${module}/dist/${file}#${name}`, `${module}#${name}`]));
}

function returned(type: string, members: readonly string[], result: TypeSpec): Readonly<Record<string, TypeSpec>> {
  return Object.fromEntries(members.map((member) => [`${type}.${member}`, result]));
}
