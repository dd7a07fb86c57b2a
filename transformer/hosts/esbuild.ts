/** `otel-baton/esbuild`: `plugins: [baton()]` in the options of `build()` or `context()`. */
import { entry, type Entry } from './entry.js';
import { unplugin } from './unplugin.js';

/** As much of a plugin of esbuild's as its configuration asks for. */
interface EsbuildPlugin {
  readonly name: string;
  readonly setup: (build: object) => void | Promise<void>;
}

const baton: Entry<EsbuildPlugin> = entry((options) => unplugin.esbuild(options));

export = baton;
