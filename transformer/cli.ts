#!/usr/bin/env node
/** `npx otel-baton` */
import { advise } from './commands/advice.js';
import { complain, FOUND, MISUSED, MisuseError, print } from './commands/ends.js';
import { COMMANDS } from './commands/index.js';
import { BatonError } from './option-errors.js';
import { VERSION } from './version.js';

function help(): string {
  const rows: readonly { readonly usage: string; readonly says: string }[] = [...COMMANDS, { usage: '--help', says: 'this text' }, { usage: '--version', says: 'the version' }];
  const width = Math.max(...rows.map(({ usage }) => usage.length));
  return [
    'usage: otel-baton <command> [options]',
    '',
    ...rows.map(({ usage, says }) => `  ${usage.padEnd(width)}  ${says}`),
    '',
    'Without a command: which line is the right one for the project in this folder.',
    '',
  ].join('\n');
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined) return print(`${[...advise(process.cwd()), 'See otel-baton --help.'].join('\n')}\n`);
  if (name === '--help' || name === '-h' || name === 'help') return print(help());
  if (name === '--version' || name === '-v') return print(`${VERSION}\n`);
  const command = COMMANDS.find((each) => each.name === name);
  if (command) return command.run(args);
  return complain(`otel-baton: there is no command ${JSON.stringify(name)}. The commands are: ${COMMANDS.map((each) => each.name).join(', ')}. See otel-baton --help.`, MISUSED);
}

main(process.argv.slice(2)).then(
  (status) => void (process.exitCode = status),
  (error: unknown) => {
    const says = error instanceof BatonError ? error.message : ((error as Error).stack ?? String(error));
    process.exitCode = complain(says, error instanceof MisuseError ? MISUSED : FOUND);
  },
);
