/** A compiler has no end that a transformer is told of: it exits, or, watching, goes idle. */
export function atEnd(action: () => void): void {
  const act = (): void => {
    clearImmediate(idle);
    process.removeListener('exit', act);
    action();
  };
  const idle = setImmediate(act);
  process.once('exit', act);
}
