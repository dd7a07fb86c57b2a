/** What `otel-baton/vite` and its like are: a function, by `import` and by `require`. */
import { readPluginOptions, type PluginOptions } from './plugin-options.js';

export interface Entry<Plugin> {
  /**
   * Called in the bundler's configuration.
   *
   * @throws BatonError where an option cannot be.
   */
  (options?: PluginOptions): Plugin;
  /** For who takes the default export of what is required. */
  readonly default: Entry<Plugin>;
}

export function entry<Plugin>(make: (options?: PluginOptions) => unknown): Entry<Plugin> {
  const made = ((options) => {
    // At once: some bundlers ask for the plugin only when they have begun.
    readPluginOptions(options);
    return make(options);
  }) as { (options?: PluginOptions): Plugin; default?: unknown };
  made.default = made;
  return made as Entry<Plugin>;
}
