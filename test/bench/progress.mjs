/** Says on stderr what is being measured: on one line of a terminal, else a line for each step. */

/**
 * @param {string} label
 * @param {number} done
 * @param {number} all
 */
export function progress(label, done, all) {
  const { stderr } = process;
  if (stderr.isTTY) {
    stderr.write(`\r\u001b[K${done < all ? `${label} ${done + 1}/${all}` : ''}`);
    return;
  }
  // Ten lines a step are enough for a log.
  const tenth = Math.ceil(all / 10);
  if (done < all && done % tenth === 0) stderr.write(`${label} ${done + 1}/${all}\n`);
}
