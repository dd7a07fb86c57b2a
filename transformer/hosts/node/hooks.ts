/**
 * Node's own module hooks: they run in the thread that loads, for `import` and `require` alike.
 * https://nodejs.org/api/module.html#moduleregisterhooksoptions
 */
import module from 'node:module';
import { BatonError } from '../../option-errors.js';
import { formatOf } from './format.js';
import { withInlineMap } from './inline-map.js';
import { ownFile } from './own-file.js';
import { transformOf } from './project.js';

interface LoadContext {
  readonly format?: string | null;
}

interface Loaded {
  readonly format?: string | null;
  readonly source?: string | ArrayBuffer | NodeJS.ArrayBufferView | null;
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
 * @throws BatonError where Node has no such hooks: the program must not run as if it were carried.
 */
export function registerHooks(): void {
  const { registerHooks: register } = module as unknown as Hooking;
  if (!register) {
    throw new BatonError(
      `otel-baton: Node ${process.versions.node} was found, which cannot transform what it loads (module.registerHooks came with Node 22.15), so the program was not started. ` +
        'Use Node 22.15 or newer, or compile the program with otel-baton and start it without otel-baton/register.',
    );
  }
  register.call(module, { load });
}

const load: Load = (url, context, nextLoad) => {
  const loaded = nextLoad(url, context);
  const { format, source } = loaded;
  const file = source && CODE.has(format) ? ownFile(url) : undefined;
  if (!source || file === undefined) return loaded;
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
  const transformed = transformOf(file)(text, file.replaceAll('\\', '/'), formatOf(text, format));
  return transformed ? { ...loaded, source: withInlineMap(transformed, url) } : loaded;
};
