/** The arguments of a command. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { BatonError } from '../option-errors.js';

/** https://man.openbsd.org/sysexits.3: the command was used wrongly. */
export const MISUSED = 64;

/** What is said of a command that was used wrongly; its exit code is {@link MISUSED}. */
export class MisuseError extends BatonError {
  override readonly name = 'BatonError';
}

type Parsed<Config extends ParseArgsConfig> = ReturnType<typeof parseArgs<Config>>;

/** @throws MisuseError that names the argument that cannot be. */
export function readArguments<const Config extends ParseArgsConfig>(command: string, config: Config): Parsed<Config> {
  try {
    return parseArgs({ allowPositionals: true, strict: true, ...config }) as Parsed<Config>;
  } catch (error) {
    const [says = ''] = (error as Error).message.split('. To specify');
    throw new MisuseError(`otel-baton ${command}: ${says.replace(/\.$/, '')}. See otel-baton ${command} --help.`);
  }
}
