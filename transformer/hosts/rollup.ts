/** `otel-baton/rollup`: `plugins: [baton()]` in rollup.config.js, before what strips or compiles TypeScript. */
import { entry, type Entry } from './entry.js';
import { unplugin } from './unplugin.js';

/** As much of a plugin of Rollup's as its configuration asks for. */
interface RollupPlugin {
  readonly name: string;
}

const baton: Entry<RollupPlugin> = entry((options) => unplugin.rollup(options));

export = baton;
