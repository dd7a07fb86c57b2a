/** Looks at the project in each of these folders, from there. One process, because TypeScript takes a second to load. */
import { createRequire } from 'node:module';

const { diagnose } = createRequire(import.meta.url)('../../dist/cjs/transformer/commands/doctor.js');

const write = process.stdout.write.bind(process.stdout);
for (const folder of process.argv.slice(2)) {
  let report = '';
  process.chdir(folder);
  process.stdout.write = (text) => (report += text) !== '';
  const status = await diagnose([]);
  write(`${JSON.stringify({ folder, status, report })}\n`);
}
process.exit();
