/** `otel-baton tsc`: TypeScript 7 natively; TypeScript 5 and 6 by ts-patch, whose `tspc` takes the same arguments. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { endOf } from '../hosts/tsc/native.js';
import { BatonError } from '../option-errors.js';
import { findTypeScript7 } from '../typescript-7/find.js';
import { installed, majorOf } from './toolchain.js';

/** @throws BatonError where there is no compiler that carries the context. */
export async function compile(args: readonly string[]): Promise<number> {
  const folder = process.cwd();
  const typescript = installed(folder, 'typescript');
  if (majorOf(typescript?.version) >= 7 || findTypeScript7(folder)) return (await import('../hosts/tsc/index.js')).compileNatively(args);
  if (!typescript) throw new BatonError('otel-baton: TypeScript was not found. Install it: npm install --save-dev typescript');
  const tsPatch = installed(folder, 'ts-patch');
  if (!tsPatch) {
    throw new BatonError(
      `otel-baton: TypeScript ${typescript.version} was found without ts-patch, which runs transformers, so nothing was compiled. Install it, npm install --save-dev ts-patch, or TypeScript 7, npm install --save-dev typescript@7.`,
    );
  }
  return endOf(spawn(process.execPath, [join(tsPatch.folder, 'bin/tspc.js'), ...args], { stdio: 'inherit' }));
}
