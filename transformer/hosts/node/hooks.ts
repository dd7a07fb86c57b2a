/**
 * Node's own module hooks: they run in the thread that loads, for `import` and `require` alike.
 * https://nodejs.org/api/module.html#moduleregisterhooksoptions
 */
import { readFileSync } from 'node:fs';
import module from 'node:module';
import { BatonError } from '../../option-errors.js';
import { followExtensions } from './extensions.js';
import { formatOf } from './format.js';
import { withInlineMap } from './inline-map.js';
import { ownFile } from './own-file.js';
import { transformFile } from './transform-file.js';
import { isTsxEarlier, registerTsxAgain } from './tsx.js';

interface LoadContext {
  readonly format?: string | null;
}

interface Loaded {
  readonly format?: string | null;
  readonly source?: string | ArrayBuffer | NodeJS.ArrayBufferView | null;
  readonly responseURL?: string;
  readonly shortCircuit?: boolean;
}

type Load = (url: string, context: LoadContext, nextLoad: (url: string, context?: LoadContext) => Loaded) => Loaded;

interface Hooking {
  readonly registerHooks?: (hooks: { readonly load: Load }) => unknown;
}

/** JSON, WebAssembly and add-ons are not code of the user's. */
const CODE: ReadonlySet<unknown> = new Set(['module', 'module-typescript', 'commonjs', 'commonjs-typescript', 'typescript', undefined, null]);

/**
 * Transform what this thread loads from now on.
 *
 * @throws BatonError where there are no such hooks: the program must not run as if its context were carried.
 */
export function registerHooks(): void {
  const { registerHooks: register } = module as unknown as Hooking;
  const { bun, deno, node } = process.versions;
  // Their workers load past what the main thread has registered.
  if (!register || bun !== undefined || deno !== undefined) {
    const found = bun !== undefined ? `Bun ${bun}` : deno !== undefined ? `Deno ${deno}` : `Node ${node}`;
    throw new BatonError(
      `otel-baton: ${found} was found, which cannot have all that it loads transformed (Node can from 22.15 on, by module.registerHooks), so the program was not started. ` +
        'Use Node 22.15 or newer, or compile the program with otel-baton and start it without otel-baton/register.',
    );
  }
  const isEarlier = isTsxEarlier();
  register.call(module, { load });
  isBehindTsx = isEarlier && registerTsxAgain();
  followExtensions(isEarlier);
}

/** Set once: whether tsx compiles what we hand on, so that what stands behind us is passed by. */
let isBehindTsx = false;

const load: Load = (url, context, nextLoad) => {
  const file = ownFile(url);
  const isTypeScript = file !== undefined && /\.[cm]?tsx?$/.test(file);
  if (isBehindTsx && isTypeScript) {
    // It reads CommonJS by itself.
    if (context.format === 'commonjs') return nextLoad(url, context);
    const { format = null } = context;
    const text = readFileSync(file, 'utf8');
    return { format, source: rewritten(url, file, text, format) ?? text, responseURL: url, shortCircuit: true };
  }
  const loaded = nextLoad(url, context);
  const { format, source } = loaded;
  if (file === undefined || !source || !CODE.has(format)) return loaded;
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
  if (isTypeScript && !format?.endsWith('typescript')) tellIfCompiled(file, text);
  const transformed = rewritten(url, file, text, format);
  return transformed === undefined ? loaded : { ...loaded, source: transformed };
};

function rewritten(url: string, file: string, text: string, format: string | null | undefined): string | undefined {
  const transformed = transformFile(file, text, formatOf(text, format));
  return transformed && withInlineMap(transformed, url);
}

let isTold = false;

/** Without its types, less of a file is found. */
function tellIfCompiled(file: string, text: string): void {
  if (isTold) return;
  const written = readFileSync(file, 'utf8');
  if (written === text || !transformFile(file, written, undefined)) return;
  isTold = true;
  process.emitWarning(
    `${file} was compiled by another loader before otel-baton/register saw it, so its types are gone and boundaries that only they show are not carried. ` +
      'Register otel-baton first, as in node --import otel-baton/register --import tsx app.ts',
    { type: 'otel-baton' },
  );
}
