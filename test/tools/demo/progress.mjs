const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Shows that something is going on, then how long it took.
 *
 * @template T
 * @param {string} label
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  const begun = performance.now();
  const stop = process.stdout.isTTY ? spin(label) : announce(label);
  try {
    const result = await work;
    stop('✓', `${((performance.now() - begun) / 1000).toFixed(1)} s`);
    return result;
  } catch (error) {
    stop('✗', 'failed');
    throw error;
  }
}

/** @param {string} label */
function announce(label) {
  process.stdout.write(`${label} … `);
  return (/** @type {string} */ _mark, /** @type {string} */ outcome) => void process.stdout.write(`${outcome}\n`);
}

/** @param {string} label */
function spin(label) {
  let frame = 0;
  const draw = () => process.stdout.write(`\r${FRAMES[frame++ % FRAMES.length]} ${label}`);
  draw();
  const timer = setInterval(draw, 80);
  return (/** @type {string} */ mark, /** @type {string} */ outcome) => {
    clearInterval(timer);
    process.stdout.write(`\r${mark} ${label}  ${outcome}\n`);
  };
}
