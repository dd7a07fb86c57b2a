/** The arguments of a command. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { MisuseError } from './ends.js';

type Parsed<Config extends ParseArgsConfig> = ReturnType<typeof parseArgs<Config>>;

/** @throws MisuseError that names the argument that cannot be. */
export function readArguments<const Config extends ParseArgsConfig>(command: string, config: Config): Parsed<Config> {
  try {
    return parseArgs({ allowPositionals: true, strict: true, ...config }) as Parsed<Config>;
  } catch (error) {
    const [says = ''] = (error as Error).message.split('. To specify');
    throw misuse(command, says.replace(/\.$/, ''));
  }
}

export const misuse = (command: string, says: string): MisuseError => new MisuseError(`otel-baton ${command}: ${says}. See otel-baton ${command} --help.`);
