/** `otel-baton/vite`: `plugins: [baton()]` in vite.config.ts, for Vite and for Vitest. */
import { entry, type Entry } from './entry.js';
import { unplugin } from './unplugin.js';

/** As much of a plugin of Vite's as its configuration asks for. */
interface VitePlugin {
  readonly name: string;
}

const baton: Entry<VitePlugin> = entry((options) => unplugin.vite(options));

export = baton;
