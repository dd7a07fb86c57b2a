/** What the resolver by syntax knows of what other files declare, where a host says which files those are. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { createModules } from '../../transformer/own-modules';
import type { Resolver } from '../../transformer/resolve/resolver';
import { createSyntaxResolver } from '../../transformer/resolve/syntax/index.js';
import { kindsOf, type Node, type SourceFile } from '../../transformer/syntax';
import { write, type Files } from '../harness/adoption';

const KINDS = kindsOf(ts.SyntaxKind as unknown as Record<string, unknown>);
const WORKER = 'worker_threads#Worker';

let folder: string;

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'otel-baton-modules-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The receiver of `postMessage` in the first file, and who answers for that file. */
function asked(files: Files, options: ts.CompilerOptions = {}, isCompiled?: () => boolean): { readonly receiver: Node; readonly resolver: Resolver } {
  write(folder, files);
  const [name = '', text] = Object.entries(files)[0] ?? [];
  const file = ts.createSourceFile(join(folder, name), String(text), ts.ScriptTarget.Latest, /*setParentNodes*/ true);
  let receiver: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'postMessage') receiver = node.expression;
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (!receiver) throw new Error(`nothing is sent in: ${text}`);
  const modules = { ...createModules(ts, options), ...(isCompiled && { isCompiled }) };
  return { receiver: receiver as unknown as Node, resolver: createSyntaxResolver(KINDS, file as unknown as SourceFile, modules) };
}

/** The types of what `postMessage` is called on in the first file; `undefined` for an unknown one. */
function types(files: Files, options: ts.CompilerOptions = {}): readonly (readonly string[] | undefined)[] {
  const { receiver, resolver } = asked(files, options);
  const [answer = []] = resolver.typesOf([{ receiver, member: 'postMessage' }]);
  return answer.map((each) => each && [...each.names]);
}

const DESK = "import { Worker } from 'node:worker_threads';\nlet worker: Worker | undefined;\nexport const desk = (): Worker => (worker ??= new Worker('x'));\nexport const open = new Worker('y');\n";
const HALL = "import { Worker } from 'node:worker_threads';\nexport class Hall { readonly desk = new Worker('x'); }\nexport interface Room { desk: Worker }\nexport type Desk = Worker;\nexport default function only() { return new Worker('x'); }\n";

describe('what another file of the program declares', () => {
  test.each<[string, Files]>([
    ['a function', { 'main.ts': "import { desk } from './desk';\ndesk().postMessage(1);", 'desk.ts': DESK }],
    ['a constant, under another name', { 'main.ts': "import { open as first } from './desk.js';\nfirst.postMessage(1);", 'desk.ts': DESK }],
    ['by the extension of its source', { 'main.ts': "import { open } from './desk.ts';\nopen.postMessage(1);", 'desk.ts': DESK }],
    ['a class', { 'main.ts': "import { Hall } from './hall.js';\nnew Hall().desk.postMessage(1);", 'hall.ts': HALL }],
    ['a subclass of it', { 'main.ts': "import { Hall } from './hall.js';\nclass Own extends Hall { send() { this.desk.postMessage(1); } }", 'hall.ts': HALL }],
    ['an interface', { 'main.ts': "import type { Room } from './hall.js';\nexport const send = (room: Room) => room.desk.postMessage(1);", 'hall.ts': HALL }],
    ['a type', { 'main.ts': "import { type Desk } from './hall.js';\nexport const send = (desk: Desk) => desk.postMessage(1);", 'hall.ts': HALL }],
    ['what it exports by default', { 'main.ts': "import only from './hall.js';\nonly().postMessage(1);", 'hall.ts': HALL }],
    ['a name that it exports by default', { 'main.ts': "import open from './a.js';\nopen.postMessage(1);", 'a.ts': "import { open } from './desk.js';\nexport default open;", 'desk.ts': DESK }],
    ['handed on by name', { 'main.ts': "import { first } from './a.js';\nfirst.postMessage(1);", 'a.ts': "export { open as first } from './desk.js';", 'desk.ts': DESK }],
    ['handed on as a whole', { 'main.ts': "import { open } from './a.js';\nopen.postMessage(1);", 'a.ts': "export * from './b.js';\nexport * from './desk.js';", 'b.ts': "export * from './a.js';", 'desk.ts': DESK }],
    ['imported, and exported again', { 'main.ts': "import { first } from './a.js';\nfirst.postMessage(1);", 'a.ts': "import { open } from './desk.js';\nexport { open as first };", 'desk.ts': DESK }],
    ['a type of a package, handed on', { 'main.ts': "import { Clerk } from './a.js';\nnew Clerk('x').postMessage(1);", 'a.ts': "export { Worker as Clerk } from 'node:worker_threads';" }],
    ['in JavaScript', { 'main.js': "import { open } from './desk.js';\nopen.postMessage(1);", 'desk.js': DESK.replace(/: Worker( \| undefined)?/g, '') }],
  ])('%s', (_, files) => {
    expect(types(files)).toEqual([[WORKER]]);
  });

  test('by the paths of the tsconfig', () => {
    const files = { 'main.ts': "import { open } from '@/desk';\nopen.postMessage(1);", 'src/desk.ts': DESK };
    expect(types(files, { paths: { '@/*': [join(folder, 'src/*')] } })).toEqual([[WORKER]]);
  });

  test.each<[string, Files]>([
    ['is not there', { 'main.ts': "import { open } from './none.js';\nopen.postMessage(1);" }],
    ['does not export the name', { 'main.ts': "import { worker } from './desk.js';\nworker.postMessage(1);", 'desk.ts': DESK }],
    ['only hands it round', { 'main.ts': "import { open } from './a.js';\nopen.postMessage(1);", 'a.ts': "import { open } from './b.js';\nexport { open };", 'b.ts': "export { open } from './a.js';" }],
    ['is declared without a source', { 'main.ts': "import { open } from './desk.js';\nopen.postMessage(1);", 'desk.d.ts': "import { Worker } from 'node:worker_threads';\nexport declare const open: Worker;" }],
  ])('stays unknown where it %s', (_, files) => {
    expect(types(files)).toEqual([undefined]);
  });

  test('an own class of the name of a known one is its own', () => {
    const files = { 'main.ts': "import { Worker } from './own.js';\nnew Worker().postMessage(1);", 'own.ts': 'export class Worker { postMessage(text: unknown) { return text; } }' };
    expect(types(files)).toEqual([[`${join(folder, 'own.ts')}#Worker`]]);
  });
});

describe('a worker, where the host transforms what it starts', () => {
  const WORKER_FILE = { 'worker.ts': 'export {};\n' };
  const sending = (start: string, head = ''): Files => ({ 'main.ts': `import { Worker } from 'node:worker_threads';\n${head}const worker = ${start};\nworker.postMessage(1);`, ...WORKER_FILE });

  function peer(files: Files, isCompiled = true): string | undefined {
    const { receiver, resolver } = asked(files, {}, () => isCompiled);
    return resolver.peersOf([receiver])[0];
  }

  test.each([
    ['by its URL', "new Worker(new URL('./worker.ts', import.meta.url))"],
    ['by what it is compiled to', "new Worker(new URL('./worker.js', import.meta.url), { workerData: 1 })"],
    ['by require.resolve', "new Worker(require.resolve('./worker'))"],
  ])('is compiled: %s', (_, start) => {
    expect(peer(sending(start))).toBe('compiled');
    expect(peer(sending(start), false)).toBe('unknown');
  });

  test('and handed over by another file', () => {
    const { 'main.ts': text, ...rest } = sending("new Worker(new URL('./worker.ts', import.meta.url))");
    expect(peer({ 'main.ts': "import { worker } from './hall.js';\nworker.postMessage(1);", 'hall.ts': String(text).replace('const worker', 'export const worker'), ...rest })).toBe('compiled');
  });

  test.each([
    ['the file is not there', "new Worker(new URL('./none.ts', import.meta.url))"],
    ['the path is from elsewhere', "new Worker(new URL('./worker.ts', base))"],
    ['the path is that of the process', "new Worker('./worker.ts')"],
    ['it is not told how it is started', "new Worker(new URL('./worker.ts', import.meta.url), settings)"],
    ['it may be told more', "new Worker(new URL('./worker.ts', import.meta.url), { ...settings })"],
    ['it gets other arguments of Node', "new Worker(new URL('./worker.ts', import.meta.url), { execArgv: [] })"],
    ['it gets another environment', "new Worker(new URL('./worker.ts', import.meta.url), { env: {} })"],
    ['it is a class of the file', "new (class Worker { constructor(readonly url: URL) {} })(new URL('./worker.ts', import.meta.url))"],
  ])('is unknown where %s', (_, start) => {
    expect(peer(sending(start, 'declare const settings: object, base: string;\n'))).toBe('unknown');
  });

  test('is not where its file says so', () => {
    expect(peer({ ...sending("new Worker(new URL('./worker.ts', import.meta.url))"), 'worker.ts': '// otel-baton-ignore-file\nexport {};\n' })).toBe('foreign');
  });
});
