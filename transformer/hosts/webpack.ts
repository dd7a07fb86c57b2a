/** `otel-baton/webpack`: `plugins: [baton()]` in webpack.config.js. */
import { entry, type Entry } from './entry.js';
import { unplugin } from './unplugin.js';

/** As much of a plugin of webpack's as its configuration asks for. */
interface WebpackPlugin {
  apply(compiler: object): void;
}

const baton: Entry<WebpackPlugin> = entry((options) => unplugin.webpack(options));

export = baton;
