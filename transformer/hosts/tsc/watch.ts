/** When a compiler that watches has emitted. */
import type { ChildProcess } from 'node:child_process';

/** What it says in English when all is emitted. */
const EMITTED = /Watching for file changes\./;

/** In another language: so long a silence, in milliseconds. */
const SILENCE = 500;

/**
 * Pass on what it prints. The line by which others know that all is emitted follows when `action`
 * has ended.
 */
export function atEachEmit(child: ChildProcess, isEnglish: boolean, action: () => Promise<void>): void {
  let rest = '';
  let silence: NodeJS.Timeout | undefined;
  let queue = Promise.resolve();

  function print(text: string, isLast: boolean): void {
    queue = queue.then(async () => {
      if (isLast) await action();
      if (text) process.stdout.write(text);
    });
  }

  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${rest}${text}`.split(/(?<=\n)/);
    rest = lines.at(-1)?.endsWith('\n') ? '' : (lines.pop() ?? '');
    for (const line of lines) print(line, isEnglish && EMITTED.test(line));
    clearTimeout(silence);
    if (!isEnglish) silence = setTimeout(() => print('', true), SILENCE);
  });
  child.once('close', () => {
    clearTimeout(silence);
    print(rest, false);
  });
}
