/** Which files the plugin is for, as the bundler is told and as it answers. */
import { createUnplugin } from 'unplugin';
import type { PluginSettings } from './plugin-options.js';

export interface IdFilter {
  readonly include: (string | RegExp)[];
  readonly exclude: (string | RegExp)[];
}

export const idFilter = ({ include, exclude }: PluginSettings): IdFilter => ({ include: [...include], exclude: [...exclude] });

/** A bundler that knows no filters has them applied for it, so a plugin that is asked as by such a one tells whether a file passes. */
export function isTransformedBy(settings: PluginSettings): (fileName: string) => boolean {
  const asked = createUnplugin(() => ({ name: 'otel-baton', transform: { filter: { id: idFilter(settings) }, handler: () => '' } })).rollup();
  const [{ transform }] = [asked].flat() as unknown as [{ readonly transform: { handler(this: object, code: string, id: string): string | undefined } }];
  return (fileName) => transform.handler.call({}, '', fileName) !== undefined;
}
