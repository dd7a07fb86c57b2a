/** The ways a project can be set up in which one line in its tsconfig must do. */
import type { Files } from './adoption.js';
import { COMMONJS_WORKER, ESM_WORKER, main, worker } from './adoption-program.js';

export interface Configuration {
  readonly name: string;
  /** Of the project's package; `commonjs` by default. */
  readonly type?: 'module' | 'commonjs';
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  /** Under the project's folder. */
  readonly sources: Files;
  /** What is run; `dist/main.js` by default. */
  readonly main?: string;
  /** What emitted files must hold, by path: that the configuration is one. */
  readonly holds?: Readonly<Record<string, RegExp>>;
}

const COMMONJS = { module: 'commonjs' };
const NODENEXT = { module: 'nodenext' };

const commonjs: Files = { 'src/main.ts': main(COMMONJS_WORKER), 'src/worker.ts': worker() };
const esm: Files = { 'src/main.ts': main(ESM_WORKER), 'src/worker.ts': worker() };

/** Bare comments in every place where one can stand, among them those around everything we rewrite. */
const COMMENTED: Files = {
  'src/main.ts': main('/* before the file */ ' + COMMONJS_WORKER + ' /* after the file */', {
    imports: `/** About the imports. */
import { join } from 'node:path'; // of the path
import { Worker } from 'node:worker_threads'; /* of the worker */
// of the API
import { trace } from '@opentelemetry/api';
`,
    declarations: `/** The worker's end. */
worker /* receiver */ . /* dot */ on /* member */ ( /* event */ 'exit' /* comma */ , /* listener */ (code) => { /* inside */ if (code) console.error(code); /* at its end */ } /* closing */ ) /* semicolon */ ; // line
/* leading */ worker.setMaxListeners(/* only */ 5); /* trailing */
// alone
`,
    send: `// to the worker
  /* leading */ worker /* receiver */ . /* dot */ postMessage /* member */ ( /* payload */ { /* key */ question: /* value */ 6 /* end */ } /* comma */ , /* transfer */ [] /* closing */ ) /* semicolon */ ; // line
  /* last */`,
    tail: '// the end\n/* of it */\n',
  }),
  'src/worker.ts': worker({
    head: '/* A licence. */\n\n// A remark on the file.\n',
    imports: `/** About the imports. */
import { on, once } from 'node:events';
import { BroadcastChannel, MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads'; // of threads
import { trace } from '@opentelemetry/api';
`,
    send: `parentPort /* receiver */ ?. /* dot */ postMessage(
      // the payload
      { answer: job.question * 7, saw }, // after the payload
    ); // line`,
    tail: `// functions that nobody calls
export function hear(channel: BroadcastChannel): Promise<unknown> {
  // of the promise
  return /* new */ new /* Promise */ Promise((resolve) => { /* leading */ channel /* receiver */ . /* dot */ onmessage /* member */ = /* handler */ resolve /* after */ ; });
}

/** Pulled. */
export async function next(): Promise<unknown> {
  // before
  const /* name */ [first] /* equals */ = /* await */ await /* once */ once(/* port */ parentPort /* bang */ ! /* comma */, /* event */ 'message' /* closing */) /* semicolon */; // line
  // between
  return /* result */ first /* semicolon */; // line
  // at the end
} // of next

export async function all(): Promise<void> {
  // before
  for await (/* each */ const [message] /* of */ of /* on */ on(/* port */ parentPort!, 'message') /* closing */) { // line
    // in the loop
    console.log(/* message */ message); // line
    // at the end
  } // of the loop
  // after
}

export function poll(port: MessagePort): unknown {
  // before
  /* leading */ const got = /* call */ receiveMessageOnPort(/* port */ port /* closing */) /* semicolon */; // line
  // between
  return got?.message; // line
}

export const listen = (): unknown => /* receiver */ parentPort // of the receiver
  // first
  ?.on('message', () => undefined) // of the first
  // second
  .on('message', () => undefined); // of the second

export async function two(port: MessagePort): Promise<unknown> {
  const got =
    // about
    receiveMessageOnPort(port); // line
  const later = /* await */ await /* promise */ Promise.resolve(1);
  // before
  return /* await */ await /* promise */ Promise.resolve([got, later]);
}

export async function work(): Promise<void> {
  /* leading */ const span = /* call */ tracer.startSpan('by hand'); // line
  const api = { save: next };
  // a method
  /* leading */ void /* call */ api.save(/* arguments */) /* semicolon */; // line
  // detached
  /* leading */ void /* call */ next /* callee */ ( /* arguments */ ) /* semicolon */; // line
  /* leading */ setImmediate /* callee */ (/* callback */ () => { /* inside */ } /* closing */); // line
  await /* all */ Promise.all(/* list */ [/* first */ next() /* comma */, /* second */ next() /* end */]); // line
  // the end
  span.end();
}
`,
  }),
};

const DECORATED = {
  legacy: `
interface Typed { value?: (...args: never[]) => unknown }
function logged(_target: object, _key: string, descriptor: Typed): void {
  const method = descriptor.value as (...args: unknown[]) => unknown;
  descriptor.value = function (this: unknown, ...args: unknown[]) { return method.apply(this, args); };
}
function injectable(_type: unknown): void { /* registers it */ }
function inject(_target: object, _key: string | undefined, _index: number): void { /* resolves it */ }
`,
  standard: `
function logged<This, Args extends unknown[], Result>(method: (this: This, ...args: Args) => Result, _context: ClassMethodDecoratorContext) {
  return function (this: This, ...args: Args): Result { return method.apply(this, args); };
}
function injectable<T>(type: T, _context: ClassDecoratorContext): T { return type; }
`,
};

export const CONFIGURATIONS: readonly Configuration[] = [
  { name: 'CommonJS', compilerOptions: COMMONJS, sources: commonjs, holds: { 'dist/main.js': /require\("otel-baton\/runtime"\)/ } },
  { name: 'ES modules (nodenext)', type: 'module', compilerOptions: NODENEXT, sources: esm, holds: { 'dist/main.js': /from "otel-baton\/runtime"/ } },
  {
    name: 'ES modules and CommonJS in one program (nodenext, .mts and .cts)',
    compilerOptions: NODENEXT,
    sources: { 'src/main.mts': main("new URL('./worker.cjs', import.meta.url)"), 'src/worker.cts': worker() },
    main: 'dist/main.mjs',
    holds: { 'dist/main.mjs': /from "otel-baton\/runtime"/, 'dist/worker.cjs': /require\("otel-baton\/runtime"\)/ },
  },
  {
    name: 'a bundler (module preserve, moduleResolution bundler)',
    type: 'module',
    compilerOptions: { module: 'preserve', moduleResolution: 'bundler' },
    sources: esm,
    holds: { 'dist/main.js': /from "otel-baton\/runtime"/ },
  },
  {
    name: 'a bundler (module preserve), with `import = require`',
    compilerOptions: { module: 'preserve', moduleResolution: 'bundler' },
    sources: {
      'src/main.ts': main('`${__dirname}/worker.js`', { imports: "import threads = require('node:worker_threads');\nimport api = require('@opentelemetry/api');\nconst { Worker } = threads;\nconst { trace } = api;\n" }),
      'src/worker.ts': worker({ imports: "import threads = require('node:worker_threads');\nimport api = require('@opentelemetry/api');\nconst { parentPort } = threads;\nconst { trace } = api;\n" }),
    },
    holds: { 'dist/main.js': /require\("otel-baton\/runtime"\)/ },
  },
  {
    name: 'a bundler (module esnext, moduleResolution bundler)',
    type: 'module',
    compilerOptions: { module: 'esnext', moduleResolution: 'bundler' },
    sources: esm,
  },
  {
    name: 'verbatimModuleSyntax in ES modules',
    type: 'module',
    compilerOptions: { ...NODENEXT, verbatimModuleSyntax: true },
    sources: {
      'src/main.ts': main(ESM_WORKER, {
        imports: "import { Worker, type WorkerOptions } from 'node:worker_threads';\nimport type { Tracer } from '@opentelemetry/api';\nimport { trace } from '@opentelemetry/api';\n",
        declarations: 'export const used: [WorkerOptions?, Tracer?] = [];\n',
      }),
      'src/worker.ts': worker(),
    },
  },
  {
    name: 'verbatimModuleSyntax in CommonJS',
    compilerOptions: { ...NODENEXT, verbatimModuleSyntax: true },
    sources: {
      'src/main.ts': main("require.resolve('./worker.js')", { imports: "import threads = require('node:worker_threads');\nimport api = require('@opentelemetry/api');\nimport Worker = threads.Worker;\nimport trace = api.trace;\n" }),
      'src/worker.ts': worker({ imports: "import threads = require('node:worker_threads');\nimport api = require('@opentelemetry/api');\nconst { parentPort } = threads;\nconst { trace } = api;\n" }),
    },
  },
  { name: 'isolatedModules', compilerOptions: { ...COMMONJS, isolatedModules: true }, sources: commonjs },
  {
    name: 'importHelpers, lowered to ES2015, in CommonJS',
    compilerOptions: { ...COMMONJS, target: 'es2015', importHelpers: true, esModuleInterop: true },
    sources: {
      'src/main.ts': main(COMMONJS_WORKER, {
        imports: "import { join } from 'node:path';\nimport * as threads from 'node:worker_threads';\nimport { trace } from '@opentelemetry/api';\nconst { Worker } = threads;\n",
        declarations: 'async function ask(question: number): Promise<void> {\n  worker?.postMessage({ ...{ question } });\n  await null;\n}\n',
        send: 'void ask(6);',
      }),
      'src/worker.ts': worker({ tail: 'export async function later(): Promise<void> { await null; }\n' }),
    },
    holds: { 'dist/main.js': /require\("tslib"\)[^]*__awaiter/, 'dist/worker.js': /require\("tslib"\)/ },
  },
  {
    name: 'importHelpers, lowered to ES2015, in ES modules',
    type: 'module',
    compilerOptions: { ...NODENEXT, target: 'es2015', importHelpers: true },
    sources: {
      'src/main.ts': main(ESM_WORKER, { declarations: 'async function ask(question: number): Promise<void> {\n  worker?.postMessage({ question });\n  await null;\n}\n', send: 'void ask(6);' }),
      'src/worker.ts': worker(),
    },
    holds: { 'dist/main.js': /import \{ __awaiter \} from "tslib"/ },
  },
  {
    name: 'JSX with a factory of its own',
    compilerOptions: { ...COMMONJS, jsx: 'react', jsxFactory: 'h' },
    sources: {
      'src/h.ts': `
declare global {
  namespace JSX {
    interface Element { press(): void }
    interface IntrinsicElements { button: { onPress(): void } }
  }
}
export function h(_type: string, props: { onPress(): void }, ..._children: string[]): JSX.Element {
  return { press: props.onPress };
}
`,
      'src/main.tsx': main(COMMONJS_WORKER, {
        imports: "import { join } from 'node:path';\nimport { Worker } from 'node:worker_threads';\nimport { trace } from '@opentelemetry/api';\nimport { h } from './h';\n",
        send: '(<button onPress={() => worker.postMessage({ question: 6 })}>ask</button>).press();',
      }),
      'src/worker.tsx': worker({
        imports: "import { parentPort } from 'node:worker_threads';\nimport { trace } from '@opentelemetry/api';\nimport { h } from './h';\n",
        send: 'const button = <button onPress={() => { parentPort?.postMessage({ answer: job.question * 7, saw }); }}>answer</button>;\n    button.press();',
      }),
    },
    holds: { 'dist/main.js': /\(0, h_1\.h\)\("button"/ },
  },
  {
    name: 'legacy decorators with metadata',
    compilerOptions: { ...COMMONJS, experimentalDecorators: true, emitDecoratorMetadata: true },
    sources: {
      'src/main.ts': main(COMMONJS_WORKER, {
        declarations: `${DECORATED.legacy}
@injectable
class Client {
  constructor(@inject private readonly worker: Worker) {}
  @logged ask(@inject question: number): void { this.worker.postMessage({ question }); }
}
const client = new Client(worker);
`,
        send: 'client.ask(6);',
      }),
      'src/worker.ts': worker({
        declarations: `${DECORATED.legacy}
@injectable
class Server {
  @logged answer(@inject answer: number, saw: string[]): void { parentPort?.postMessage({ answer, saw }); }
}
`,
        send: 'new Server().answer(job.question * 7, saw);',
      }),
    },
    holds: { 'dist/main.js': /__metadata\("design:paramtypes", \[node_worker_threads_1\.Worker\]\)/ },
  },
  {
    name: 'standard decorators',
    type: 'module',
    compilerOptions: NODENEXT,
    sources: {
      'src/main.ts': main(ESM_WORKER, {
        declarations: `${DECORATED.standard}
@injectable
class Client {
  static #count = 0;
  readonly #worker = worker;
  @logged ask(question: number): void { Client.#count++; this.#worker.postMessage({ question }); }
}
const client = new Client();
`,
        send: 'client.ask(6);',
      }),
      'src/worker.ts': worker({
        declarations: `${DECORATED.standard}
@injectable
class Server {
  @logged answer(answer: number, saw: string[]): void { parentPort?.postMessage({ answer, saw }); }
}
`,
        send: 'new Server().answer(job.question * 7, saw);',
      }),
    },
    holds: { 'dist/main.js': /__esDecorate/ },
  },
  {
    name: "'use strict' and 'use client' in CommonJS",
    compilerOptions: { ...COMMONJS, moduleDetection: 'force' },
    sources: {
      'src/main.ts': main(COMMONJS_WORKER, { head: "/* A licence. */\n'use client';\n'use strict';\n" }),
      'src/worker.ts': worker({ head: "'use strict';\n// After the directive.\n" }),
    },
  },
  {
    name: "'use client' and a shebang in ES modules",
    type: 'module',
    compilerOptions: NODENEXT,
    sources: {
      'src/main.ts': main(ESM_WORKER, { head: "#!/usr/bin/env node\n/* A licence. */\n\n'use client';\n" }),
      'src/worker.ts': worker({ head: "#!/usr/bin/env node\n// A remark.\n" }),
    },
    holds: { 'dist/main.js': /^#!\/usr\/bin\/env node\n\/\* A licence\. \*\/\n'use client';\n/, 'dist/worker.js': /^#!\/usr\/bin\/env node\n/ },
  },
  {
    name: 'a shebang and a directive in CommonJS',
    compilerOptions: COMMONJS,
    sources: {
      'src/main.ts': main(COMMONJS_WORKER, { head: "#!/usr/bin/env node\n'use strict';\n" }),
      'src/worker.ts': worker(),
    },
    holds: { 'dist/main.js': /^#!\/usr\/bin\/env node\n['"]use strict['"];\n/ },
  },
  {
    name: 'files without imports and exports, in CommonJS',
    compilerOptions: { ...COMMONJS, moduleDetection: 'auto' },
    sources: {
      'src/main.ts': `(function run(): void {\n${main('`${__dirname}/worker.js`', { imports: "const { Worker }: typeof import('node:worker_threads') = require('node:worker_threads');\nconst { trace }: typeof import('@opentelemetry/api') = require('@opentelemetry/api');\n" })}})();\n`,
      'src/worker.ts': worker({ imports: "const { parentPort }: typeof import('node:worker_threads') = require('node:worker_threads');\nconst { trace }: typeof import('@opentelemetry/api') = require('@opentelemetry/api');\n" }),
    },
    holds: { 'dist/main.js': /^(?:"use strict";\n)?const \{[^}]+\} = require\("otel-baton\/runtime"\);/ },
  },
  {
    name: 'files without imports and exports, in ES modules (.mts)',
    compilerOptions: NODENEXT,
    sources: {
      'src/main.mts': main("new URL('./worker.mjs', import.meta.url)", { imports: "const { Worker } = await import('node:worker_threads');\nconst { trace } = await import('@opentelemetry/api');\n" }),
      'src/worker.mts': worker({ imports: "const { parentPort } = await import('node:worker_threads');\nconst { trace } = await import('@opentelemetry/api');\n" }),
    },
    main: 'dist/main.mjs',
  },
  {
    name: 'JavaScript sources (allowJs)',
    compilerOptions: { ...COMMONJS, allowJs: true, strict: false },
    sources: {
      'src/main.js': main(COMMONJS_WORKER, { imports: "const { join } = require('path');\nconst { Worker } = require('worker_threads');\nconst { trace } = require('@opentelemetry/api');\n" }).replace(/: \{ answer[^}]+\}/, ''),
      'src/worker.js': worker({ imports: "const threads = require('worker_threads');\nconst { trace } = require('@opentelemetry/api');\nconst { parentPort } = threads;\n" }).replace(/: \{ question[^}]+\}/, ''),
    },
  },
  {
    name: 'folders below rootDir and outDir',
    compilerOptions: { ...COMMONJS, rootDir: 'source', outDir: 'build/out' },
    sources: { 'source/app/main.ts': main("join(__dirname, '..', 'threads', 'worker.js')"), 'source/threads/worker.ts': worker() },
    main: 'build/out/app/main.js',
  },
  {
    name: 'no outDir: beside the sources',
    compilerOptions: { ...COMMONJS, outDir: undefined },
    sources: commonjs,
    main: 'src/main.js',
  },
  {
    name: 'several root folders (rootDirs), with the worker in the one that is generated',
    compilerOptions: { ...COMMONJS, rootDir: '.', rootDirs: ['src', 'generated'] },
    sources: { 'src/main.ts': main("join(__dirname, '../generated/worker.js')"), 'generated/worker.ts': worker() },
    main: 'dist/src/main.js',
  },
  {
    name: 'declarations and their maps',
    compilerOptions: { ...COMMONJS, declaration: true, declarationMap: true },
    sources: {
      'src/main.ts': main(COMMONJS_WORKER, {
        tail: `
/** A documented port. */
export const port = worker;
export const listening = worker.on('message', () => undefined);
export class Pool extends Worker { constructor() { super(__filename); } send(job: object) { return this.postMessage(job); } }
export const make = () => new Worker(__filename);
export default tracer;
`,
      }),
      'src/worker.ts': worker({ tail: 'export const port = parentPort;\n' }),
    },
    holds: { 'dist/main.d.ts': /listening: Worker/, 'dist/main.d.ts.map': /mappings/ },
  },
  { name: 'comments everywhere', compilerOptions: COMMONJS, sources: COMMENTED, holds: { 'dist/main.js': /\/\* payload \*\// } },
  { name: 'removeComments', compilerOptions: { ...COMMONJS, removeComments: true }, sources: COMMENTED },
  { name: 'sourceMap', compilerOptions: { ...COMMONJS, sourceMap: true, sourceRoot: '/src/' }, sources: COMMENTED, holds: { 'dist/main.js.map': /mappings/ } },
  {
    name: 'inlineSourceMap and inlineSources',
    type: 'module',
    compilerOptions: { ...NODENEXT, inlineSourceMap: true, inlineSources: true },
    sources: esm,
    holds: { 'dist/main.js': /sourceMappingURL=data:/ },
  },
];
