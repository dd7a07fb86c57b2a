/** `otel-baton/rspack`: `plugins: [baton()]` in rspack.config.js. */
import { entry, type Entry } from './entry.js';
import { unplugin } from './unplugin.js';

/** As much of a plugin of Rspack's as its configuration asks for. */
interface RspackPlugin {
  apply(compiler: object): void;
}

const baton: Entry<RspackPlugin> = entry((options) => unplugin.rspack(options));

export = baton;
