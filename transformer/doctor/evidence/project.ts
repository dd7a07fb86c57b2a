/** What a project shows without being run. */
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { hostFilesOf, type HostFile } from '../../commands/hosts.js';
import { toolchainOf, type Toolchain } from '../../commands/toolchain.js';
import { nearestConfig } from '../../nearest-config.js';
import { BatonError } from '../../option-errors.js';
import { analyse, type Analysis } from '../../project/analyse.js';
import { shownFile } from '../../shown.js';
import { listedOption, listedPlugins } from '../../typescript-7/config-file.js';
import { buildsOf, type Build } from './builds.js';
import { configurationsOf, type Configuration } from './configurations.js';
import { outputsOf, type Output } from './outputs.js';
import { copiesFrom, readManifest, workspacesOf, type InstalledCopy, type Manifest } from './packages.js';
import { commandsOf, type Command } from './scripts.js';
import { queuesOf, type QueueSize } from './queues.js';
import { settingsOf, type Setting } from './settings.js';
import { syntaxHostsOf, type SyntaxHost } from './syntax-hosts.js';

export interface ProjectEvidence {
  /** That of the tsconfig, or where there would be one. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly configFile: string | undefined;
  readonly plugins: readonly Readonly<Record<string, unknown>>[];
  readonly toolchain: Toolchain;
  readonly commands: readonly Command[];
  readonly settings: readonly Setting[];
  readonly hosts: readonly HostFile[];
  readonly configurations: readonly Configuration[];
  /** Copies of the API by program: the project itself, and each package of its workspaces. */
  readonly apis: readonly { readonly program: string; readonly copies: readonly InstalledCopy[] }[];
  readonly analyses: readonly Analysis[];
  /** Why there is no analysis. */
  readonly notAnalysed: string | undefined;
  readonly builds: readonly Build[];
  /** What compiler options say of the emitted code. */
  readonly target: string | undefined;
  readonly outputs: readonly Output[];
  readonly queues: readonly QueueSize[];
  readonly syntaxHosts: readonly SyntaxHost[];
}

const API = '@opentelemetry/api';

/**
 * @param word A folder or a tsconfig.
 * @throws BatonError where it is not there.
 */
export function readProject(word = '.'): ProjectEvidence {
  const place = resolve(word);
  if (!existsSync(place)) throw new BatonError(`otel-baton: ${shownFile(place)} was not found. Name a folder, or a tsconfig.json.`);
  const isFolder = statSync(place).isDirectory();
  const folder = isFolder ? place : dirname(place);
  const configFile = isFolder ? nearestConfig(place) : place;
  const manifest = readManifest(folder);
  const commands = commandsOf(manifest.scripts ?? {});
  const toolchain = toolchainOf(folder);
  const hosts = hostFilesOf(folder);
  const configurations = configurationsOf(folder, manifest);
  const { analyses, notAnalysed } = analysed(configFile);
  const target = configFile === undefined ? undefined : listedOption(configFile, 'target');
  return {
    folder,
    manifest,
    configFile,
    plugins: configFile === undefined ? [] : listedPlugins(configFile),
    toolchain,
    commands,
    settings: settingsOf(folder, commands),
    hosts,
    configurations,
    apis: [folder, ...workspacesOf(folder, manifest)].map((program) => ({ program, copies: copiesFrom(program, API) })),
    analyses,
    notAnalysed,
    builds: buildsOf(folder, commands, toolchain),
    target: typeof target === 'string' ? target : undefined,
    outputs: analyses.flatMap(outputsOf),
    queues: analyses.flatMap(queuesOf),
    syntaxHosts: syntaxHostsOf({ configurations, commands, hosts }, analyses),
  };
}

/** What is wrong with the tsconfig, or with TypeScript, may be just what is looked for. */
function analysed(configFile: string | undefined): Pick<ProjectEvidence, 'analyses' | 'notAnalysed'> {
  if (configFile === undefined) return { analyses: [], notAnalysed: 'there is no tsconfig.json' };
  try {
    return { analyses: analyse([configFile]), notAnalysed: undefined };
  } catch (error) {
    return { analyses: [], notAnalysed: (error as Error).message.replace(/^otel-baton: /, '') };
  }
}
