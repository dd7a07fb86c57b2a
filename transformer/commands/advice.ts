/** Which line is the right one in a project, for whoever calls `otel-baton` alone. */
import { relative } from 'node:path';
import { hostFilesOf, type HostFile } from './hosts.js';
import { majorOf, toolchainOf, type Toolchain } from './toolchain.js';

const PLUGIN = '"plugins": [{ "transform": "otel-baton/transformer" }]';

/** @returns Lines to print. */
export function advise(folder: string): readonly string[] {
  const toolchain = toolchainOf(folder);
  return [...compilerLines(toolchain), ...hostFilesOf(folder).map(hostLine)];
}

const hostLine = ({ name, file, entry, hasPlugin }: HostFile): string => `${name} (${file}): ${hasPlugin ? 'has the plugin.' : `add the plugin of ${entry} to it.`}`;

function compilerLines({ folder, typescript, tsPatch, config, hasPlugin }: Toolchain): readonly string[] {
  if (typescript === undefined) return ['TypeScript is not installed here. Install it: npm install --save-dev typescript'];
  const shown = config === undefined ? 'tsconfig.json' : relative(folder, config).replaceAll('\\', '/') || config;
  const found = [`TypeScript ${typescript}`, ...(tsPatch === undefined ? [] : [`ts-patch ${tsPatch}`])].join(' and ');
  const plugin = hasPlugin ? [] : [`Options go into the compilerOptions of ${shown}: ${PLUGIN}`];
  if (majorOf(typescript) >= 7) {
    return [
      `${found} found in ${folder}.`,
      ...(tsPatch === undefined ? [] : ['ts-patch cannot work with TypeScript 7, which is native and runs no transformers: remove it, npm uninstall ts-patch.']),
      ...(hasPlugin ? [`tsc ignores the plugin that ${shown} lists, in silence.`] : []),
      'Compile with: npx otel-baton tsc -p .',
      ...plugin,
    ];
  }
  if (tsPatch === undefined) return [`${found} found in ${folder}.`, 'Install ts-patch beside it: npm install --save-dev ts-patch', 'Then compile with: npx tspc -p .', ...neededPlugin(shown, hasPlugin)];
  return [`${found} found in ${folder}.`, 'Compile with: npx tspc -p .', ...neededPlugin(shown, hasPlugin)];
}

const neededPlugin = (config: string, hasPlugin: boolean): readonly string[] => (hasPlugin ? [] : [`Add to the compilerOptions of ${config}: ${PLUGIN}`]);
