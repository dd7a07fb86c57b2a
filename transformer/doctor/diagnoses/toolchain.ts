/** Compilers and configurations that cannot carry. */
import type { Finding, ProjectDiagnosis } from '../diagnosis.js';
import type { ProjectEvidence } from '../evidence/project.js';
import { majorOf } from '../../commands/toolchain.js';
import { shownFile } from '../../shown.js';

export const TOOLCHAIN: readonly ProjectDiagnosis[] = [
  {
    id: 'typescript-7-with-ts-patch',
    looksAt: 'project',
    says: 'TypeScript 7 is native and runs no transformers: tspc fails with "Cannot read properties of undefined (reading \'LineFeed\')", and tsc ignores the plugin in silence.',
    cure: 'npm uninstall ts-patch, and compile with npx otel-baton tsc.',
    find: ({ toolchain: { typescript, tsPatch } }) => (majorOf(typescript) >= 7 && tsPatch !== undefined ? [{ found: `TypeScript ${typescript} and ts-patch ${tsPatch} are installed together` }] : []),
  },
  {
    id: 'plugin-misspelt',
    looksAt: 'project',
    says: 'The line under "plugins" names no transformer of ours, so the build fails, or carries nothing.',
    cure: 'Write { "transform": "otel-baton/transformer" }.',
    find: ({ plugins, configFile = '' }) => plugins.filter(isMisspelt).map((entry) => ({ found: `${shownFile(configFile)}: "plugins" has ${JSON.stringify(entry)}` })),
  },
  {
    id: 'zone-with-native-async',
    looksAt: 'project',
    says: 'zone.js patches Promise, which a native async function does not go through: after an await the context is lost.',
    cure: 'Set "target": "ES2016" or lower in the tsconfig, or in the bundler, so that async functions are compiled to promises.',
    find: nativeAsync,
  },
];

/** What is meant for us; a path that leads into the package by itself is the user's own. */
function isMisspelt(entry: Readonly<Record<string, unknown>>): boolean {
  const { transform } = entry;
  const isMeant = /otel[-_/]?bat{1,2}on/i.test(JSON.stringify([transform, entry['name']]));
  return isMeant && transform !== 'otel-baton/transformer' && !(typeof transform === 'string' && /^\.{0,2}\/.*[\\/]transformer\b/.test(transform));
}

const ZONE = /^@opentelemetry\/context-zone(?:-peer-dep)?$/;
/** Those in which `await` is compiled away. */
const WITHOUT_ASYNC = /^es(?:3|5|6|2015|2016)$/i;

function nativeAsync({ manifest: { dependencies, devDependencies }, configFile, target, toolchain }: ProjectEvidence): readonly Finding[] {
  const zone = Object.keys({ ...dependencies, ...devDependencies }).find((name) => ZONE.test(name));
  if (zone === undefined || configFile === undefined) return [];
  // Older compilers take ES5 where nothing is said.
  const isNative = target === undefined ? majorOf(toolchain.typescript) >= 6 : !WITHOUT_ASYNC.test(target);
  return isNative ? [{ found: `${zone} is used, and ${shownFile(configFile)} has ${target === undefined ? 'no "target"' : `"target": "${target}"`}, so async functions are native` }] : [];
}
