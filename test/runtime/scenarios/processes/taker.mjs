/** A forked child that extracts, and tells its parent at the end what came of each row. */
import { receive } from 'otel-baton/runtime';
import { use } from '../sdk.mjs';
import { END, Taker } from './rows.mjs';

use();
const taker = new Taker();
receive(process).on('message', (value) => {
  if (value === END) process.send(JSON.stringify(taker.rows), () => process.disconnect());
  else taker.take(value);
});
