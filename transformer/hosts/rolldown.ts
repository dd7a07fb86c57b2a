/** `otel-baton/rolldown`: `plugins: [baton()]` in rolldown.config.ts. */
import { entry, type Entry } from './entry.js';
import { unplugin } from './unplugin.js';

/** As much of a plugin of Rolldown's as its configuration asks for. */
interface RolldownPlugin {
  readonly name: string;
}

const baton: Entry<RolldownPlugin> = entry((options) => unplugin.rolldown(options));

export = baton;
