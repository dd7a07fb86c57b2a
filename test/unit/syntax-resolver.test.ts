/** What the resolver by syntax knows of one file, and what it must not claim to know. */
import ts from 'typescript';
import type { Resolver } from '../../transformer/resolve/resolver';
import { createSyntaxResolver } from '../../transformer/resolve/syntax/index.js';
import { kindsOf, type SourceFile } from '../../transformer/syntax';

const KINDS = kindsOf(ts.SyntaxKind as unknown as Record<string, unknown>);
/** Stands before the expression that is asked about. */
const MARK = '/*?*/';
const FILE = 'app.ts';

const WORKER = 'worker_threads#Worker';
const PORT = 'worker_threads#MessagePort';
const IMPORT = `import { Worker, MessagePort, MessageChannel, parentPort } from 'node:worker_threads';\n`;
const OTEL = `import { context, trace } from '@opentelemetry/api';\n`;

function parse(text: string): { readonly resolver: Resolver; readonly marked: ts.Expression } {
  const file = ts.createSourceFile(FILE, text, ts.ScriptTarget.Latest, /*setParentNodes*/ true);
  const start = text.indexOf(MARK) + MARK.length;
  let marked: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (!marked && node.getStart(file) === start && ts.isExpression(node)) marked = node;
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return { resolver: createSyntaxResolver(KINDS, file as unknown as SourceFile), marked: marked ?? ts.factory.createNull() };
}

function markedCall(text: string): { readonly resolver: Resolver; readonly call: ts.CallExpression | ts.NewExpression } {
  const { resolver, marked } = parse(text);
  if (!ts.isCallExpression(marked) && !ts.isNewExpression(marked)) throw new Error(`no call is marked in: ${text}`);
  return { resolver, call: marked };
}

/** The types of the receiver of the marked call: names, `undefined` for an unknown one, `~` before the names of a structural one. */
function types(text: string): readonly (readonly string[] | undefined)[] {
  const { resolver, call } = markedCall(text);
  const callee = call.expression as ts.PropertyAccessExpression;
  const [answer = []] = resolver.typesOf([{ receiver: callee.expression, member: callee.name.text }]);
  return answer.map((each) => each && [...(each.structural ? ['~'] : []), ...each.names]);
}

function values(text: string): readonly string[] | undefined {
  const { resolver, call } = markedCall(text);
  return resolver.valuesOf([call.expression])[0];
}

function constructed(text: string): readonly string[] | undefined {
  const { resolver, call } = markedCall(text);
  const names = resolver.constructedBy([call.expression])[0];
  return names && [...names];
}

function literal(text: string): string | undefined {
  const { resolver, marked } = parse(text);
  return resolver.literalsOf([marked])[0];
}

function thenable(text: string): boolean | undefined {
  const { resolver, call } = markedCall(text);
  return resolver.areThenable([call])[0];
}

const own = (name: string): string => `${FILE}#${name}`;

describe('imports', () => {
  test.each([
    ['named', `import { Worker } from 'worker_threads'; const w = new Worker('x'); /*?*/w.postMessage(1);`],
    ['node: prefix', `import { Worker } from 'node:worker_threads'; const w = new Worker('x'); /*?*/w.postMessage(1);`],
    ['renamed', `import { Worker as W } from 'worker_threads'; const w = new W('x'); /*?*/w.postMessage(1);`],
    ['namespace', `import * as wt from 'worker_threads'; const w = new wt.Worker('x'); /*?*/w.postMessage(1);`],
    ['default', `import wt from 'worker_threads'; const w = new wt.Worker('x'); /*?*/w.postMessage(1);`],
    ['type only', `import type { Worker } from 'worker_threads'; function f(w: Worker) { /*?*/w.postMessage(1); }`],
    ['import = require', `import wt = require('worker_threads'); const w = new wt.Worker('x'); /*?*/w.postMessage(1);`],
    ['alias of a namespace member', `import wt = require('worker_threads'); import W = wt.Worker; const w = new W('x'); /*?*/w.postMessage(1);`],
    ['require', `const wt = require('worker_threads'); const w = new wt.Worker('x'); /*?*/w.postMessage(1);`],
    ['require with var', `var wt = require('worker_threads'); var w = new wt.Worker('x'); /*?*/w.postMessage(1);`],
    ['destructured require', `const { Worker } = require('worker_threads'); const w = new Worker('x'); /*?*/w.postMessage(1);`],
    ['destructured and renamed require', `const { Worker: W } = require('node:worker_threads'); const w = new W('x'); /*?*/w.postMessage(1);`],
    ['destructured from a required module', `const wt = require('worker_threads'); const { Worker } = wt; const w = new Worker('x'); /*?*/w.postMessage(1);`],
    ['member of require', `let Worker = require('worker_threads').Worker; const w = new Worker('x'); /*?*/w.postMessage(1);`],
    ['inline require', `const w = new (require('worker_threads').Worker)('x'); /*?*/w.postMessage(1);`],
    ['typed require', `const wt = require('worker_threads') as typeof import('worker_threads'); const w = new wt.Worker('x'); /*?*/w.postMessage(1);`],
    ['annotated require', `const wt: typeof import('worker_threads') = load(); const w = new wt.Worker('x'); /*?*/w.postMessage(1);`],
    ['a required class as a type', `const { Worker } = require('worker_threads'); function f(w: Worker) { /*?*/w.postMessage(1); }`],
    ['ambient require', `declare const require: any; const { Worker } = require('worker_threads'); const w = new Worker('x'); /*?*/w.postMessage(1);`],
    ['createRequire', `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
      const { Worker } = require('worker_threads'); const w = new Worker('x'); /*?*/w.postMessage(1);`],
    ['await import', `const { Worker } = await import('worker_threads'); const w = new Worker('x'); /*?*/w.postMessage(1);`],
    ['await import in parentheses', `const w = new (await import('node:worker_threads')).Worker('x'); /*?*/w.postMessage(1);`],
    ['getBuiltinModule', `const { Worker } = process.getBuiltinModule('node:worker_threads'); const w = new Worker('x'); /*?*/w.postMessage(1);`],
    ['import type node', `function f(w: import('worker_threads').Worker) { /*?*/w.postMessage(1); }`],
    ['aliased class', `import { Worker } from 'worker_threads'; const Thread = Worker; const w = new Thread('x'); /*?*/w.postMessage(1);`],
  ])('%s', (_, text) => expect(types(text)).toEqual([[WORKER]]));

  test.each([
    ['relative module', `import { Worker } from './worker.js'; const w = new Worker('x'); /*?*/w.postMessage(1);`],
    ['subpath import', `import { port } from '#ports'; /*?*/port.postMessage(1);`],
    ['path mapping', `import { port } from '@/ports'; /*?*/port.postMessage(1);`],
    ['value of an unknown module', `import { port } from 'ports'; /*?*/port.postMessage(1);`],
    ['require of a relative module', `const { Worker } = require('./worker'); const w = new Worker('x'); /*?*/w.postMessage(1);`],
    ['shadowed require', `function load(require: any) { const { Worker } = require('worker_threads'); const w = new Worker('x'); /*?*/w.postMessage(1); }`],
    ['own function called require', `function require(name: string): any {} const { Worker } = require('worker_threads'); const w = new Worker('x'); /*?*/w.postMessage(1);`],
    ['import without await', `const wt = import('worker_threads'); const w = new (wt as any).Worker('x'); /*?*/w.postMessage(1);`],
    ['element with a default', `const { Worker = Fake } = require('worker_threads'); const w = new Worker('x'); /*?*/w.postMessage(1);`],
    ['replaceable alias', `import { Worker } from 'worker_threads'; let Thread = Worker; const w = new Thread('x'); /*?*/w.postMessage(1);`],
  ])('unknown: %s', (_, text) => expect(types(text)).toEqual([undefined]));
});

describe('receivers', () => {
  test.each([
    ['annotated parameter', `function f(p: MessagePort) { /*?*/p.postMessage(1); }`, [[PORT]]],
    ['optional parameter', `function f(p?: MessagePort | null) { /*?*/p?.postMessage(1); }`, [[PORT]]],
    ['destructured parameter', `function f({ port: p }: { port: MessagePort }) { /*?*/p.postMessage(1); }`, [[PORT]]],
    ['parentPort', `/*?*/parentPort!.postMessage(1);`, [[PORT]]],
    ['parentPort, kept in a constant', `const p = parentPort; /*?*/p?.postMessage(1);`, [[PORT]]],
    ['typeof', `function f(p: typeof parentPort) { /*?*/p?.postMessage(1); }`, [[PORT]]],
    ['union', `function f(p: Worker | MessagePort | undefined) { /*?*/p?.postMessage(1); }`, [[WORKER], [PORT]]],
    ['union with a plain type', `function f(p: Worker | string) { /*?*/p.postMessage(1); }`, [[WORKER], []]],
    ['union with any', `function f(p: Worker | any) { /*?*/p.postMessage(1); }`, [[WORKER], undefined]],
    ['conditional', `const p = x ? new Worker('x') : parentPort; /*?*/p?.postMessage(1);`, [[WORKER], [PORT]]],
    ['fallback', `const p = parentPort ?? new Worker('x'); /*?*/p.postMessage(1);`, [[PORT], [WORKER]]],
    ['assertion', `/*?*/(x as MessagePort).postMessage(1);`, [[PORT]]],
    ['asserted twice', `/*?*/(x as unknown as MessagePort).postMessage(1);`, [[PORT]]],
    ['asserted to any', `/*?*/(parentPort as any).postMessage(1);`, [undefined]],
    ['angle assertion', `/*?*/(<MessagePort>x).postMessage(1);`, [[PORT]]],
    ['satisfies', `const p = parentPort satisfies unknown; /*?*/p!.postMessage(1);`, [[PORT]]],
    ['channel port', `const channel = new MessageChannel(); /*?*/channel.port1.postMessage(1);`, [[PORT]]],
    ['destructured channel', `const { port1, port2: far } = new MessageChannel(); /*?*/far.postMessage(1);`, [[PORT]]],
    ['lazy', `let w: Worker | undefined; /*?*/(w ??= new Worker('x')).postMessage(1);`, [[WORKER]]],
    ['assignment', `let w; /*?*/(w = new Worker('x')).postMessage(1);`, [[WORKER]]],
    ['type parameter', `function f<T extends MessagePort>(p: T) { /*?*/p.postMessage(1); }`, [[PORT]]],
    ['free type parameter', `function f<T>(p: T) { /*?*/p.postMessage(1); }`, [undefined]],
    ['type alias', `type Port = MessagePort | null; function f(p: Port) { /*?*/p!.postMessage(1); }`, [[PORT]]],
    ['intersection', `function f(p: MessagePort & { id: string }) { /*?*/p.postMessage(1); }`, [[PORT]]],
    ['NonNullable', `function f(p: NonNullable<typeof parentPort>) { /*?*/p.postMessage(1); }`, [[PORT]]],
    ['InstanceType', `function f(w: InstanceType<typeof Worker>) { /*?*/w.postMessage(1); }`, [[WORKER]]],
    ['ReturnType', `const make = () => new Worker('x'); function f(w: ReturnType<typeof make>) { /*?*/w.postMessage(1); }`, [[WORKER]]],
    ['indexed access', `interface State { worker: Worker } function f(w: State['worker']) { /*?*/w.postMessage(1); }`, [[WORKER]]],
    ['fluent', `/*?*/new Worker('x').on('error', log).postMessage(1);`, [[WORKER]]],
    ['comma', `/*?*/(0, parentPort)!.postMessage(1);`, [[PORT]]],
    ['any', `function f(p: any) { /*?*/p.postMessage(1); }`, [undefined]],
    ['unknown', `function f(p: unknown) { /*?*/p.postMessage(1); }`, [undefined]],
    ['parameter without annotation', `function f(p) { /*?*/p.postMessage(1); }`, [undefined]],
    ['variable given its value later', `let w = null; w = new Worker('x'); /*?*/w.postMessage(1);`, [undefined]],
    ['caught', `try {} catch (parentPort) { /*?*/parentPort.postMessage(1); }`, [undefined]],
    ['null', `/*?*/null!.postMessage(1);`, []],
    ['string', `const s = 'x'; /*?*/s.postMessage(1);`, [[]]],
    ['told by itself', `const a = b; const b = a; /*?*/a.postMessage(1);`, [undefined]],
  ])('%s', (_, text, expected) => expect(types(IMPORT + text)).toEqual(expected));

  test.each([
    ['a global type', `function f(p: MessagePort) { /*?*/p.postMessage(1); }`, [['#MessagePort']]],
    ['a global class', `const w = new Worker('x'); /*?*/w.postMessage(1);`, [['#Worker']]],
    ['a global class by globalThis', `const w = new globalThis.Worker('x'); /*?*/w.postMessage(1);`, [['#Worker']]],
    ['a global channel', `const { port1 } = new MessageChannel(); /*?*/port1.postMessage(1);`, [['#MessagePort']]],
    ['the annotated self', `declare const self: DedicatedWorkerGlobalScope; /*?*/self.postMessage(1);`, [['#DedicatedWorkerGlobalScope']]],
    ['self, which is one of several', `/*?*/self.postMessage(1);`, [undefined]],
    ['process', `/*?*/process.on('message', f);`, [['process#Process']]],
    ['imported process', `import p from 'node:process'; /*?*/p.on('message', f);`, [['process#Process']]],
    ['process namespace', `import * as p from 'process'; /*?*/p.on('message', f);`, [['process#Process']]],
    ['annotated process', `function f(p: NodeJS.Process) { /*?*/p.on('message', f); }`, [['process#Process']]],
    ['declared process', `declare const process: { on(e: string): void }; /*?*/process.on('message', f);`, [['~']]],
    ['shadowed process', `function f(process) { /*?*/process.on('message', f); }`, [undefined]],
    ['child process', `import { fork } from 'child_process'; const child = fork('x'); /*?*/child.send(1);`, [['child_process#ChildProcess']]],
    ['cluster worker', `import cluster from 'node:cluster'; /*?*/cluster.fork().send(1);`, [['cluster#Worker']]],
    ['a package class', `import { Queue } from 'bullmq'; const q = new Queue('x'); /*?*/q.add('y', 1);`, [['bullmq#Queue']]],
    ['a package namespace', `import * as timers from 'timers'; /*?*/timers.setTimeout(f);`, [[]]],
    ['tracer', `${OTEL}const t = trace.getTracer('x'); /*?*/t.startSpan('y');`, [['@opentelemetry/api#Tracer']]],
    ['span', `${OTEL}const s = trace.getTracer('x').startSpan('y'); /*?*/s.end();`, [['@opentelemetry/api#Span']]],
    ['span of a namespace', `import * as api from '@opentelemetry/api'; const s = api.trace.getTracer('x').startSpan('y'); /*?*/s.end();`, [['@opentelemetry/api#Span']]],
    ['span of an annotated tracer', `import type { Tracer } from '@opentelemetry/api'; function f(t: Tracer) { const s = t.startSpan('y'); /*?*/s.end(); }`, [['@opentelemetry/api#Span']]],
    ['tracer of a provider', `import { ProxyTracerProvider } from '@opentelemetry/api'; const t = new ProxyTracerProvider().getTracer('x'); /*?*/t.startSpan('y');`, [['@opentelemetry/api#Tracer']]],
    ['tracer of an SDK', `import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node'; const t = new NodeTracerProvider().getTracer('x'); /*?*/t.startSpan('y');`, [['@opentelemetry/api#Tracer']]],
    ['active span', `${OTEL}trace.getTracer('x').startActiveSpan('y', (span) => { /*?*/span.end(); });`, [['@opentelemetry/api#Span']]],
  ])('%s', (_, text, expected) => expect(types(text)).toEqual(expected));
});

describe('functions and collections', () => {
  test.each([
    ['annotated function', `function make(): Worker { return x; } /*?*/make().postMessage(1);`, [[WORKER]]],
    ['function', `function make() { return new Worker('x'); } /*?*/make().postMessage(1);`, [[WORKER]]],
    ['function with branches', `function make() { if (x) return parentPort; return new Worker('x'); } /*?*/make().postMessage(1);`, [[PORT], [WORKER]]],
    ['inner returns do not count', `function make() { f(() => { return 1; }); return new Worker('x'); } /*?*/make().postMessage(1);`, [[WORKER]]],
    ['arrow function', `const make = () => new Worker('x'); /*?*/make().postMessage(1);`, [[WORKER]]],
    ['function type', `function f(make: () => Worker) { /*?*/make().postMessage(1); }`, [[WORKER]]],
    ['overloads', `function make(): Worker; function make(x?: any) { return x; } /*?*/make().postMessage(1);`, [[WORKER]]],
    ['recursion', `function make() { return make(); } /*?*/make().postMessage(1);`, [undefined]],
    ['awaited', `async function make(): Promise<Worker> { return x; } const w = await make(); /*?*/w.postMessage(1);`, [[WORKER]]],
    ['awaited, not annotated', `const make = async () => new Worker('x'); const w = await make(); /*?*/w.postMessage(1);`, [[WORKER]]],
    ['then', `async function make() { return new Worker('x'); } make().then((w) => { /*?*/w.postMessage(1); });`, [[WORKER]]],
    ['not awaited', `async function make() { return new Worker('x'); } /*?*/make().postMessage(1);`, [['#Promise']]],
    ['array index', `const ws: Worker[] = []; /*?*/ws[0]!.postMessage(1);`, [[WORKER]]],
    ['readonly array', `function f(ws: readonly Worker[], i: number) { /*?*/ws[i]!.postMessage(1); }`, [[WORKER]]],
    ['array loop', `const ws = [new Worker('x'), new Worker('y')]; for (const w of ws) /*?*/w.postMessage(1);`, [[WORKER]]],
    ['array pattern', `const ws = new Array<Worker>(2); const [first] = ws; /*?*/first.postMessage(1);`, [[WORKER]]],
    ['forEach', `const ws: Array<Worker> = []; ws.forEach((w) => { /*?*/w.postMessage(1); });`, [[WORKER]]],
    ['Array.from', `const ws = Array.from({ length: 4 }, () => new Worker('x')); for (const w of ws) { /*?*/w.postMessage(1); }`, [[WORKER]]],
    ['map', `const ws = urls.slice().map((u) => new Worker(u)); /*?*/ws[0].postMessage(1);`, [undefined]],
    ['map of a known array', `const urls: string[] = []; const ws = urls.map((u) => new Worker(u)); /*?*/ws[0].postMessage(1);`, [[WORKER]]],
    ['pop', `const ws: Worker[] = []; const w = ws.pop(); /*?*/w?.postMessage(1);`, [[WORKER]]],
    ['Map', `const ws = new Map<string, Worker>(); /*?*/ws.get('x')!.postMessage(1);`, [[WORKER]]],
    ['Map values', `const ws = new Map<string, Worker>(); for (const w of ws.values()) /*?*/w.postMessage(1);`, [[WORKER]]],
    ['Set', `const ws = new Set<Worker>(); for (const w of ws) /*?*/w.postMessage(1);`, [[WORKER]]],
    ['subclass of a collection', `class Pool extends Map<string, Worker> { f() { /*?*/this.get('x')!.postMessage(1); } }`, [[WORKER]]],
    ['Map entries', `const ws = new Map<string, Worker>(); for (const [, w] of ws) /*?*/w.postMessage(1);`, [[WORKER]]],
    ['entries()', `const ws = new Map<string, Worker>(); for (const [id, w] of ws.entries()) /*?*/w.postMessage(id);`, [[WORKER]]],
    ['Map keys', `const ws = new Map<string, Worker>(); for (const [w] of ws) /*?*/w.postMessage(1);`, [[]]],
    ['tuple', `function f(pair: readonly [MessagePort, Worker?]) { /*?*/pair[1]!.postMessage(1); }`, [[WORKER]]],
    ['named tuple', `function f([, w]: [port: MessagePort, worker: Worker]) { /*?*/w.postMessage(1); }`, [[WORKER]]],
    ['rest of an array', `const ws: Worker[] = []; const [, ...others] = ws; /*?*/others[0]!.postMessage(1);`, [[WORKER]]],
    ['rest parameter', `function f(...ws: Worker[]) { /*?*/ws[0]!.postMessage(1); }`, [[WORKER]]],
    ['rest of an object', `function f({ id, ...rest }: { id: string; w: Worker }) { /*?*/rest.w.postMessage(1); }`, [undefined]],
    ['Record', `const ws: Record<string, Worker> = {}; /*?*/ws.x!.postMessage(1);`, [[WORKER]]],
    ['index signature', `const ws: { [id: string]: Worker } = {}; /*?*/ws.x!.postMessage(1);`, [[WORKER]]],
    ['an array of unknown things', `const ws = []; ws.push(new Worker('x')); /*?*/ws[0].postMessage(1);`, [undefined]],
    ['object property', `const pool = { worker: new Worker('x') }; /*?*/pool.worker.postMessage(1);`, [[WORKER]]],
    ['object shorthand', `const worker = new Worker('x'); const pool = { worker }; /*?*/pool.worker.postMessage(1);`, [[WORKER]]],
    ['object method', `const pool = { worker: new Worker('x'), f() { /*?*/this.worker.postMessage(1); } };`, [[WORKER]]],
    ['an object of the file', `const port = { postMessage(x) {} }; /*?*/port.postMessage(1);`, [[]]],
  ])('%s', (_, text, expected) => expect(types(IMPORT + text)).toEqual(expected));
});

describe('classes and interfaces', () => {
  test.each([
    ['subclass', `class Pool extends Worker {} const p = new Pool('x'); /*?*/p.postMessage(1);`, [[own('Pool'), WORKER]]],
    ['this of a subclass', `class Pool extends Worker { run() { /*?*/this.postMessage(1); } }`, [[own('Pool'), WORKER]]],
    ['this in an arrow function', `class Pool extends Worker { run = () => { /*?*/this.postMessage(1); }; }`, [[own('Pool'), WORKER]]],
    ['this in a function', `class Pool extends Worker { run() { return function () { /*?*/this.postMessage(1); }; } }`, [undefined]],
    ['this parameter', `function run(this: Worker) { /*?*/this.postMessage(1); }`, [[WORKER]]],
    ['class expression', `const Pool = class extends Worker {}; const p = new Pool('x'); /*?*/p.postMessage(1);`, [[WORKER]]],
    ['declared in the subclass', `class Pool extends Worker { postMessage(x) {} } /*?*/new Pool('x').postMessage(1);`, [[own('Pool')]]],
    ['declared in between', `class A extends Worker { postMessage(x) {} } class B extends A {} /*?*/new B('x').postMessage(1);`, [[own('B'), own('A')]]],
    ['super', `class Pool extends Worker { postMessage(x) { /*?*/super.postMessage(x); } }`, [[WORKER]]],
    ['super that declares it', `class A extends Worker { postMessage(x) {} } class B extends A { f() { /*?*/super.postMessage(1); } }`, [[own('A')]]],
    ['unknown base', `import { Base } from './base'; class Pool extends Base {} /*?*/new Pool().postMessage(1);`, [undefined]],
    ['declared above an unknown base', `import { Base } from './base'; class Pool extends Base { postMessage(x) {} } /*?*/new Pool().postMessage(1);`, [[own('Pool')]]],
    ['mixin', `class Pool extends mix(Worker) {} /*?*/new Pool().postMessage(1);`, [undefined]],
    ['a base of its own', `class Pool { postMessage(x) {} } /*?*/new Pool().postMessage(1);`, [[own('Pool')]]],
    ['merged interface', `class Pool {} interface Pool extends MessagePort {} /*?*/new Pool().postMessage(1);`, [[own('Pool'), PORT]]],
    ['field', `class Pool { private worker = new Worker('x'); f() { /*?*/this.worker.postMessage(1); } }`, [[WORKER]]],
    ['private field', `class Pool { #worker = new Worker('x'); f() { /*?*/this.#worker.postMessage(1); } }`, [[WORKER]]],
    ['annotated field', `class Pool { worker?: Worker; f() { /*?*/this.worker!.postMessage(1); } }`, [[WORKER]]],
    ['field set in the constructor', `class Pool { worker; constructor() { this.worker = new Worker('x'); } f() { /*?*/this.worker.postMessage(1); } }`, [[WORKER]]],
    ['field set elsewhere', `class Pool { worker = null; f() { /*?*/this.worker.postMessage(1); } }`, [undefined]],
    ['inherited field', `class A { protected worker = new Worker('x'); } class B extends A { f() { /*?*/this.worker.postMessage(1); } }`, [[WORKER]]],
    ['static field', `class Pool { static worker = new Worker('x'); } /*?*/Pool.worker.postMessage(1);`, [[WORKER]]],
    ['static and own field', `class Pool { static w = new Worker('x'); w = parentPort; f() { /*?*/this.w!.postMessage(1); } }`, [[PORT]]],
    ['the class itself', `class Pool extends Worker {} /*?*/Pool.postMessage(1);`, [[]]],
    ['parameter property', `class Pool { constructor(private readonly port: MessagePort) {} f() { /*?*/this.port.postMessage(1); } }`, [[PORT]]],
    ['decorated parameter property', `class Pool { constructor(@Inject() readonly port: MessagePort) {} f() { /*?*/this.port.postMessage(1); } }`, [[PORT]]],
    ['decorated parameter', `class Pool { constructor(@Inject() port: MessagePort) {} f() { /*?*/this.port.postMessage(1); } }`, [undefined]],
    ['getter', `class Pool { get worker() { return new Worker('x'); } f() { /*?*/this.worker.postMessage(1); } }`, [[WORKER]]],
    ['method', `class Pool { next(): Worker { return x; } f() { /*?*/this.next().postMessage(1); } }`, [[WORKER]]],
    ['method that returns this', `class Pool extends Worker { log(): this { return this; } } /*?*/new Pool('x').log().postMessage(1);`, [[own('Pool'), WORKER]]],
    ['interface property', `interface State { port: MessagePort } function f(s: State) { /*?*/s.port.postMessage(1); }`, [[PORT]]],
    ['own interface', `interface Sink { postMessage(x: unknown): void } function f(s: Sink) { /*?*/s.postMessage(1); }`, [['~', own('Sink')]]],
    ['own interface of a type', `interface Sink extends EventTarget { postMessage(x: unknown): void } function f(s: Sink) { /*?*/s.postMessage(1); }`, [['~', own('Sink')]]],
    ['interface that extends a port', `interface Sink extends MessagePort {} function f(s: Sink) { /*?*/s.postMessage(1); }`, [[own('Sink'), PORT]]],
    ['type literal', `function f(s: { postMessage(x: unknown): void }) { /*?*/s.postMessage(1); }`, [['~']]],
    ['alias of a type literal', `type Sink = { postMessage(x: unknown): void }; function f(s: Sink) { /*?*/s.postMessage(1); }`, [['~']]],
    ['intersection of own types', `function f(s: { postMessage(x: unknown): void } & { id: string }) { /*?*/s.postMessage(1); }`, [['~']]],
    ['intersection with an unknown type', `import { Named } from './named'; function f(p: MessagePort & Named) { /*?*/p.postMessage(1); }`, [undefined]],
    ['Pick', `function f(s: Pick<MessagePort, 'postMessage'>) { /*?*/s.postMessage(1); }`, [['~']]],
    ['cyclic classes', `class A extends B {} class B extends A {} /*?*/new A().postMessage(1);`, [undefined]],
  ])('%s', (_, text, expected) => expect(types(IMPORT + text)).toEqual(expected));
});

describe('names hide others', () => {
  test.each([
    ['class', `class Worker { postMessage(x) {} } const w = new Worker(); /*?*/w.postMessage(1);`, [[own('Worker')]]],
    ['class in a block', `import { Worker } from 'worker_threads'; { class Worker {} const w = new Worker(); /*?*/w.postMessage(1); }`, [[own('Worker')]]],
    ['parameter', `${IMPORT}function f(Worker) { const w = new Worker('x'); /*?*/w.postMessage(1); }`, [undefined]],
    ['parameter for a global', `function f(parentPort) { /*?*/parentPort.postMessage(1); }`, [undefined]],
    ['const in a block', `${IMPORT}{ const parentPort = fake(); /*?*/parentPort.postMessage(1); }`, [undefined]],
    ['var in a nested block', `${IMPORT}function f() { if (x) { var parentPort = fake(); } /*?*/parentPort.postMessage(1); }`, [undefined]],
    ['const in another block does not', `${IMPORT}{ const parentPort = fake(); } /*?*/parentPort!.postMessage(1);`, [[PORT]]],
    ['a value does not hide a type', `${IMPORT}const Port = 1; interface Port extends MessagePort {} function f(p: Port) { /*?*/p.postMessage(1); }`, [[own('Port'), PORT]]],
    ['interface', `interface MessagePort { postMessage(x): void } function f(p: MessagePort) { /*?*/p.postMessage(1); }`, [['~', own('MessagePort')]]],
    ['type parameter', `${IMPORT}function f<MessagePort>(p: MessagePort) { /*?*/p.postMessage(1); }`, [undefined]],
    ['loop variable', `${IMPORT}for (const parentPort of fakes()) { /*?*/parentPort.postMessage(1); }`, [undefined]],
    ['switch', `${IMPORT}switch (x) { case 1: const parentPort = fake(); default: /*?*/parentPort.postMessage(1); }`, [undefined]],
    ['function name', `${IMPORT}const f = function parentPort() { /*?*/parentPort.postMessage(1); };`, [[]]],
    ['enum', `enum parentPort { A } /*?*/parentPort.postMessage(1);`, [[]]],
    ['globals that are declared global', `declare global { var x: number } const w = new global.Worker('x'); /*?*/w.postMessage(1);`, [['#Worker']]],
  ])('%s', (_, text, expected) => expect(types(text)).toEqual(expected));
});

describe('callees', () => {
  test.each([
    ['global', `/*?*/setTimeout(f);`, ['#setTimeout']],
    ['globalThis', `/*?*/globalThis.setTimeout(f);`, ['#setTimeout']],
    ['window', `/*?*/window.setTimeout(f);`, ['#setTimeout']],
    ['element access', `/*?*/globalThis['setTimeout'](f);`, ['#setTimeout']],
    ['parentheses', `/*?*/(0, setTimeout)(f);`, ['#setTimeout']],
    ['constant alias', `const later = setTimeout; /*?*/later(f);`, ['#setTimeout']],
    ['destructured from globalThis', `const { setTimeout: later } = globalThis; /*?*/later(f);`, ['#setTimeout']],
    ['member of the annotated self', `function f(self: DedicatedWorkerGlobalScope) { /*?*/self.setTimeout(f); }`, ['#DedicatedWorkerGlobalScope.setTimeout', '#setTimeout']],
    ['import', `import { once } from 'node:events'; /*?*/once(e, 'x');`, ['events#once']],
    ['renamed import', `import { once as first } from 'events'; /*?*/first(e, 'x');`, ['events#once']],
    ['namespace import', `import * as timers from 'timers'; /*?*/timers.setTimeout(f);`, ['timers#setTimeout']],
    ['default import', `import timers from 'timers'; /*?*/timers.setTimeout(f);`, ['timers#setTimeout']],
    ['called default import', `import limit from 'p-limit'; /*?*/limit(1);`, ['p-limit#default']],
    ['static member', `import { EventEmitter } from 'events'; /*?*/EventEmitter.once(e, 'x');`, ['events#once']],
    ['static member of a default import', `import EventEmitter from 'events'; /*?*/EventEmitter.once(e, 'x');`, ['events#once']],
    ['static member of a class', `import { AsyncResource } from 'async_hooks'; /*?*/AsyncResource.bind(f);`, ['async_hooks#AsyncResource.bind']],
    ['destructured require', `const { setTimeout } = require('node:timers'); /*?*/setTimeout(f);`, ['timers#setTimeout']],
    ['destructured twice', `const { promises: { setTimeout: wait } } = require('timers'); /*?*/wait(1);`, ['timers#promises.setTimeout']],
    ['module with a path', `import { setTimeout } from 'timers/promises'; /*?*/setTimeout(1);`, ['timers/promises#setTimeout']],
    ['nextTick', `/*?*/process.nextTick(f);`, ['process#Process.nextTick']],
    ['nextTick of an import', `import process from 'node:process'; /*?*/process.nextTick(f);`, ['process#Process.nextTick']],
    ['imported nextTick', `import { nextTick } from 'process'; /*?*/nextTick(f);`, ['process#Process.nextTick']],
    ['destructured nextTick', `const { nextTick } = process; /*?*/nextTick(f);`, ['process#Process.nextTick']],
    ['nextTick of a parameter', `function f(p: NodeJS.Process) { /*?*/p.nextTick(f); }`, ['process#Process.nextTick']],
    ['Promise.all', `/*?*/Promise.all([]);`, ['#PromiseConstructor.all']],
    ['context.with', `${OTEL}/*?*/context.with(c, f);`, ['@opentelemetry/api#ContextAPI.with']],
    ['trace.setSpan', `${OTEL}/*?*/trace.setSpan(c, s);`, ['@opentelemetry/api#TraceAPI.setSpan']],
    ['context of the default', `import api from '@opentelemetry/api'; /*?*/api.context.with(c, f);`, ['@opentelemetry/api#ContextAPI.with']],
    ['startSpan', `${OTEL}/*?*/trace.getTracer('x').startSpan('y');`, ['@opentelemetry/api#Tracer.startSpan']],
    ['method of a local value', `${IMPORT}const w = new Worker('x'); /*?*/w.postMessage(1);`, [`${WORKER}.postMessage`]],
    ['method of a subclass', `${IMPORT}class Pool extends Worker {} /*?*/new Pool('x').postMessage(1);`, [`${own('Pool')}.postMessage`, `${WORKER}.postMessage`]],
    ['destructured method', `import { Queue } from 'bullmq'; const { add } = new Queue('x'); /*?*/add(1);`, ['bullmq#Queue.add']],
    ['function of the file', `function setTimeout(f) {} /*?*/setTimeout(f);`, [own('setTimeout')]],
    ['arrow function of the file', `const setTimeout = (f) => f(); /*?*/setTimeout(f);`, [own('setTimeout')]],
    ['class of the file', `class Promise { static all() {} } /*?*/Promise.all([]);`, [`${own('Promise')}.all`]],
    ['method of a string', `const s = 'x'; /*?*/s.at(0);`, []],
  ])('%s', (_, text, expected) => expect(values(text)).toEqual(expected));

  test.each([
    ['parameter', `function f(setTimeout) { /*?*/setTimeout(f); }`],
    ['shadowed Promise', `function f(Promise: any) { /*?*/Promise.all([]); }`],
    ['relative import', `import { once } from './events'; /*?*/once(e, 'x');`],
    ['member of a relative import', `import { timers } from './timers'; /*?*/timers.setTimeout(f);`],
    ['member of a relative namespace', `import * as timers from './timers'; /*?*/timers.setTimeout(f);`],
    ['replaceable alias', `let later = setTimeout; /*?*/later(f);`],
    ['any', `function f(p: any) { /*?*/p.nextTick(f); }`],
    ['hoisted var', `function f() { if (x) { var setTimeout = fake(); } /*?*/setTimeout(f); }`],
    ['what a call returns', `/*?*/make()();`],
    ['computed member', `/*?*/globalThis[name](f);`],
  ])('unknown: %s', (_, text) => expect(values(text)).toBeUndefined());
});

describe('constructions', () => {
  test.each([
    ['known class', `${IMPORT}/*?*/new Worker('x');`, [WORKER, 'events#EventEmitter']],
    ['subclass', `${IMPORT}class Pool extends Worker {} /*?*/new Pool('x');`, [own('Pool'), WORKER, 'events#EventEmitter']],
    ['subclass that declares members', `${IMPORT}class Pool extends Worker { on() {} } /*?*/new Pool('x');`, [own('Pool'), WORKER, 'events#EventEmitter']],
    ['class of a namespace', `import * as wt from 'worker_threads'; /*?*/new wt.Worker('x');`, [WORKER, 'events#EventEmitter']],
    ['emitter', `import EventEmitter from 'events'; /*?*/new EventEmitter();`, ['events#EventEmitter']],
    ['emitter by require', `import EventEmitter = require('events'); class Bus extends EventEmitter {} /*?*/new Bus();`, [own('Bus'), 'events#EventEmitter']],
    ['global class', `/*?*/new MessageChannel();`, ['#MessageChannel']],
    ['class of the file', `class Worker {} /*?*/new Worker();`, [own('Worker')]],
  ])('%s', (_, text, expected) => expect(constructed(text)).toEqual(expected));

  test.each([
    ['relative import', `import { Pool } from './pool'; /*?*/new Pool();`],
    ['unknown base', `import { Pool } from './pool'; class Own extends Pool {} /*?*/new Own();`],
    ['parameter', `function f(Worker: any) { /*?*/new Worker(); }`],
    ['one of two', `${IMPORT}const C = x ? Worker : Fake; /*?*/new C();`],
  ])('unknown: %s', (_, text) => expect(constructed(text)).toBeUndefined());
});

describe('literals', () => {
  test.each([
    ['string', `f(/*?*/'message');`],
    ['template', 'f(/*?*/`message`);'],
    ['as const', `f(/*?*/('message' as const));`],
    ['constant', `const EVENT = 'message'; f(/*?*/EVENT);`],
    ['constant of a constant', `const A = 'message' as const; const B = A; f(/*?*/B);`],
    ['literal type', `function g(event: 'message') { f(/*?*/event); }`],
    ['asserted type', `f(/*?*/(x as 'message'));`],
    ['let with a literal type', `let EVENT: 'message' = x; f(/*?*/EVENT);`],
    ['enumeration', `enum Events { Message = 'message' } f(/*?*/Events.Message);`],
    ['constant object', `const Events = { MESSAGE: 'message' } as const; f(/*?*/Events.MESSAGE);`],
    ['static readonly', `class Events { static readonly MESSAGE = 'message'; } f(/*?*/Events.MESSAGE);`],
  ])('%s', (_, text) => expect(literal(text)).toBe('message'));

  test.each([
    ['let', `let EVENT = 'message'; f(/*?*/EVENT);`],
    ['string annotation', `const EVENT: string = 'message'; f(/*?*/EVENT);`],
    ['import', `import { EVENT } from './events'; f(/*?*/EVENT);`],
    ['concatenation', `f(/*?*/'mess' + 'age');`],
    ['substitution', 'f(/*?*/`mess${x}`);'],
    ['changeable object', `const Events = { MESSAGE: 'message' }; f(/*?*/Events.MESSAGE);`],
    ['changeable property', `class Events { static MESSAGE = 'message'; } f(/*?*/Events.MESSAGE);`],
    ['shadowed', `const EVENT = 'message'; function g(EVENT) { f(/*?*/EVENT); }`],
    ['number', `f(/*?*/1);`],
    ['told by itself', `const A = B; const B = A; f(/*?*/A);`],
  ])('none: %s', (_, text) => expect(literal(text)).toBeUndefined());
});

describe('thenables', () => {
  test.each([
    ['async function', `async function f() {} /*?*/f();`],
    ['async arrow function', `const f = async () => {}; /*?*/f();`],
    ['async method', `class A { async f() {} g() { /*?*/this.f(); } }`],
    ['async method of an object', `const a = { async f() {} }; /*?*/a.f();`],
    ['annotated Promise', `function f(): Promise<void> { return x; } /*?*/f();`],
    ['annotated PromiseLike', `declare function f(): PromiseLike<void>; /*?*/f();`],
    ['annotated function type', `function g(f: () => Promise<void>) { /*?*/f(); }`],
    ['interface method', `interface A { f(): Promise<void> } function g(a: A) { /*?*/a.f(); }`],
    ['perhaps', `function f(): Promise<void> | undefined { return x; } /*?*/f();`],
    ['then', `async function f() {} /*?*/f().then(g);`],
    ['catch', `async function f() {} /*?*/f().catch(g);`],
    ['then, catch, finally', `async function f() {} /*?*/f().then(g).catch(g).finally(g);`],
    ['Promise.all', `/*?*/Promise.all([]);`],
    ['function that returns one', `async function f() {} function g() { return f(); } /*?*/g();`],
    ['own thenable', `class Later { then(f) {} } function f() { return new Later(); } /*?*/f();`],
    ['subclass of Promise', `class Later extends Promise<void> {} function f(): Later { return x; } /*?*/f();`],
    ['terminate', `${IMPORT}/*?*/new Worker('x').terminate();`],
    ['fetch', `/*?*/fetch(url);`],
    ['import', `/*?*/import('./x');`],
  ])('%s', (_, text) => expect(thenable(text)).toBe(true));

  test.each([
    ['plain function', `function f() { return 1; } /*?*/f();`],
    ['void', `function f(): void {} /*?*/f();`],
    ['async generator', `async function* f() {} /*?*/f();`],
    ['unknown function', `import { f } from './f'; /*?*/f();`],
    ['parameter', `function g(f) { /*?*/f(); }`],
    ['then of something else', `/*?*/x.then(g);`],
    ['shadowed Promise', `const Promise = { all() { return 1; } }; /*?*/Promise.all();`],
    ['Promise.withResolvers', `/*?*/Promise.withResolvers();`],
    ['function that returns a dictionary', `function f(): Record<string, any> {} /*?*/f();`],
    ['any', `function f(): any {} /*?*/f();`],
    ['Promise or any', `function f(): Promise<void> | any {} /*?*/f();`],
  ])('not: %s', (_, text) => expect(thenable(text)).toBe(false));
});

describe('workers', () => {
  const started = (text: string): string | undefined => {
    const { resolver, call } = markedCall(IMPORT + text);
    return resolver.startedBy([call])[0];
  };
  const peer = (text: string): string | undefined => {
    const { resolver, marked } = parse(IMPORT + text);
    return resolver.peersOf([marked])[0];
  };

  test.each([
    ['eval', `/*?*/new Worker(code, { eval: true });`, 'foreign'],
    ['eval in constant options', `const o = { eval: true }; /*?*/new Worker(code, o);`, 'foreign'],
    ['no eval', `/*?*/new Worker(file, { eval: false });`, 'unknown'],
    ['a flag', `/*?*/new Worker(file, { eval: flag });`, 'unknown'],
    ['no options', `/*?*/new Worker(file);`, 'unknown'],
    ['unknown options', `/*?*/new Worker(file, options);`, 'unknown'],
  ])('%s', (_, text, expected) => expect(started(text)).toBe(expected));

  test.each([
    ['worker', `const w = new Worker(file); f(/*?*/w);`, 'unknown'],
    ['worker of evaluated code', `const w = new Worker(code, { eval: true }); f(/*?*/w);`, 'foreign'],
    ['replaceable worker', `let w = new Worker(code, { eval: true }); f(/*?*/w);`, 'unknown'],
    ['parentPort', `f(/*?*/parentPort);`, 'unknown'],
    ['channel', `const { port1 } = new MessageChannel(); f(/*?*/port1);`, 'unknown'],
  ])('the peer of a %s', (_, text, expected) => expect(peer(text)).toBe(expected));

  test.each([
    ['parentPort', `import { parentPort } from 'worker_threads';`, 'worker'],
    ['renamed', `import { workerData as data } from 'node:worker_threads';`, 'worker'],
    ['namespace', `import * as wt from 'worker_threads'; if (wt.workerData) f();`, 'worker'],
    ['require', `const { parentPort } = require('worker_threads');`, 'worker'],
    ['member of require', `const port = require('worker_threads').parentPort;`, 'worker'],
    ['await import', `const { parentPort } = await import('node:worker_threads');`, 'worker'],
    ['only Worker', `import { Worker } from 'worker_threads'; new Worker('x').threadId;`, undefined],
    ['unused namespace', `import * as wt from 'worker_threads'; new wt.Worker('x'); // not wt.parentPort`, undefined],
    ['another module', `import { parentPort } from './worker_threads';`, undefined],
    ['nothing', `const parentPort = 1;`, undefined],
    ['process.send', `process.send?.('ready');`, 'process'],
    ['process.on(message)', `process.on('message', f);`, 'process'],
    ['process.on(exit)', `process.on('exit', f);`, undefined],
    ['a process of its own', `const process = make(); process.on('message', f); process.send(1);`, undefined],
    ['cluster.isPrimary', `import cluster from 'node:cluster'; if (cluster.isPrimary) f();`, 'process'],
    ['named isWorker', `import { isWorker } from 'cluster';`, 'process'],
    ['only cluster.fork', `import cluster from 'node:cluster'; cluster.fork();`, undefined],
  ])('entry: %s', (_, text, expected) => expect(parse(text).resolver.startedAs).toBe(expected));
});

describe('limits', () => {
  test('long chains end before the stack does', () => {
    const constants = Array.from({ length: 5000 }, (_, i) => `const c${i + 1} = c${i};`).join('\n');
    expect(types(`${constants} /*?*/c5000.postMessage(1);`)).toEqual([undefined]);
    expect(types(`/*?*/(${Array(1000).fill('a').join(' || ')}).postMessage(1);`)).toEqual([undefined]);
    expect(types(`/*?*/a${'.then(f)'.repeat(500)}.postMessage(1);`)).toEqual([undefined]);
  });

  test('repeated names cost no more than their number', () => {
    const calls = Array.from({ length: 60 }, (_, i) => `let c${i + 1} = c${i}.next() || c${i}.next();`).join('\n');
    const choices = Array.from({ length: 60 }, (_, i) => `const d${i + 1} = d${i} ?? d${i};`).join('\n');
    const begin = Date.now();
    expect(types(`${calls} /*?*/c60.postMessage(1);`)).toEqual([undefined]);
    expect(types(`${IMPORT} const d0 = parentPort; ${choices} /*?*/d60.postMessage(1);`)).toEqual([[PORT]]);
    expect(Date.now() - begin).toBeLessThan(2000);
  });

  test('asks nothing of a file without boundaries', () => {
    const { resolver } = parse('');
    expect(resolver.name).toBe('syntax');
    expect([resolver.typesOf([]), resolver.valuesOf([]), resolver.constructedBy([]), resolver.literalsOf([])]).toEqual([[], [], [], []]);
    expect([resolver.areThenable([]), resolver.peersOf([]), resolver.startedBy([]), resolver.startedAs]).toEqual([[], [], [], undefined]);
  });
});
