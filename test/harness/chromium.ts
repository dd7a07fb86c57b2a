/** Debian's Chromium, or another one on the PATH, without a window. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];

const program = PROGRAMS.flatMap((name) => (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name))).find((file) => existsSync(file));

/** What must be installed, if it is not. */
export const missingChromium = program === undefined ? 'there is no chromium on the PATH; install it, e.g. `apt-get install -y chromium`' : undefined;
export const requiresChromium = process.env['OTEL_BATON_REQUIRE']?.split(',').includes('chromium') ?? false;

/** It asks nothing of any network. */
export function startChromium(): Promise<Browser> {
  if (program === undefined) throw new Error(missingChromium);
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath: program, args });
}
