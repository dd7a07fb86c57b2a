/// <reference lib="dom" />
/** `npx otel-baton explain` from the packed tarball. `UPDATE=1 npx jest test/explain.test.ts` rewrites what is expected of the text. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { ExplanationData } from '../transformer/explain/json.js';
import { emptyFolder, install, link, remove, write } from './harness/adoption.js';
import { missingChromium, requiresChromium, startChromium } from './harness/chromium.js';
import { ROOT } from './harness/fixture.js';
import { call } from './harness/native.js';
import { packedPackage } from './harness/packed.js';
import { minorOf, VERSIONS } from './harness/versions.js';

const FIXTURE = join(ROOT, 'fixtures/projects/explain');
const EXPECTED = join(FIXTURE, 'expected.txt');

const packed = packedPackage();
const folders = new Map<string, string>();

/** A folder in which this TypeScript is the project's. */
function folderWith(typescript: string): string {
  const known = folders.get(typescript);
  if (known !== undefined) return known;
  const folder = emptyFolder();
  folders.set(typescript, folder);
  write(folder, { 'package.json': { private: true } });
  install(folder, packed.tarball);
  for (const name of ['@types/node', '@dagrejs/dagre', 'diff', 'magic-string', '@jridgewell/remapping']) link(folder, name);
  link(folder, 'typescript', join(ROOT, 'node_modules', typescript));
  cpSync(FIXTURE, join(folder, 'app'), { recursive: true });
  write(join(folder, 'app'), { 'stray.ts': '' });
  return folder;
}

afterAll(() => [...folders.values()].forEach(remove));

const explain = (...args: string[]): ReturnType<typeof call> => call(folderWith('typescript'), 'app', 'otel-baton', 'explain', ...args);
const explained = async (...args: string[]): Promise<ExplanationData> => JSON.parse((await explain('--json', ...args)).output) as ExplanationData;

describe('the list', () => {
  const compilers = VERSIONS.typescript.tested.map(({ package: name, version }) => [minorOf(version), name, version] as const);

  test.each(compilers)('is the same by TypeScript %s', async (_, name, version) => {
    const { status, output } = await call(folderWith(name), 'app', 'otel-baton', 'explain');
    const text = output.replace(`TypeScript ${version}`, 'TypeScript <version>');
    if (process.env['UPDATE'] === '1') writeFileSync(EXPECTED, text);
    expect(text).toBe(readFileSync(EXPECTED, 'utf8'));
    expect(status).toBe(0);
  }, 60_000);

  test('is of the files that are named, which lead to others', async () => {
    const { output } = await explain('src/resize.ts');
    expect(output).toMatch(/: 3 boundaries: 3 carried, 0 skipped\n/);
    expect(output.match(/^src\/.*$/gm)).toEqual(['src/resize.ts']);
    expect(output).toContain('→ src/resize-worker.ts(3,1) on("message")');
  }, 60_000);

  test('is of what is not carried, if that is asked', async () => {
    const { output } = await explain('--skipped');
    expect(output.match(/✗|✓/g)).toEqual(['✗', '✗', '✗', '✗']);
    expect(output).toMatch(/: 20 boundaries: 16 carried, 4 skipped\n/);
  }, 60_000);

  test('is of all projects that a tsconfig references, and says where none lists the plugin', async () => {
    const folder = folderWith('typescript');
    const project = (references: readonly object[], files?: readonly string[]): object => ({ compilerOptions: { target: 'es2022', module: 'nodenext', types: ['node'], composite: true, rootDir: '.', outDir: 'out' }, references, ...(files && { files }) });
    const source = "import { BroadcastChannel } from 'node:worker_threads';\nexport const news = new BroadcastChannel('news');\nnews.postMessage({});\n";
    write(join(folder, 'solution'), {
      'tsconfig.json': project([{ path: './a' }, { path: './b' }], []),
      'a/tsconfig.json': project([]), 'a/a.ts': source, 'b/tsconfig.json': project([{ path: '../a' }]), 'b/b.ts': `${source}export { news as other } from '../a/a.js';\n`,
    });
    const { status, output } = await call(folder, 'solution', 'otel-baton', 'explain');
    expect(output).toMatch(/^a\/tsconfig\.json, b\/tsconfig\.json, TypeScript .*: 2 boundaries: 2 carried, 0 skipped\nNo tsconfig lists the plugin/);
    expect(output.match(/^[ab]\/.*\.ts$/gm)).toEqual(['a/a.ts', 'b/b.ts']);
    expect(status).toBe(0);
    const { output: one } = await call(folder, 'solution', 'otel-baton', 'explain', 'b/b.ts');
    expect(one).toMatch(/^b\/tsconfig\.json, TypeScript .*: 1 boundary: 1 carried/);
  }, 60_000);

  test.each<readonly [string, readonly string[], number, RegExp]>([
    ['what is not there', ['src/gone.ts'], 2, /^otel-baton: src\/gone\.ts was not found\. Name a tsconfig\.json, a folder that holds one, or source files of one\.\n$/],
    ['a file of no tsconfig', ['stray.ts'], 2, /^otel-baton: stray\.ts is in no tsconfig\.json that lies in its folder or above it, .*\. Name the tsconfig that has it\.\n$/],
    ['an option that is none', ['--speed'], 64, /^otel-baton explain: Unknown option '--speed'\. See otel-baton explain --help\.\n$/],
    ['two forms at once', ['--json', '--diff'], 64, /^otel-baton explain: --diff and --json cannot be had together; take one of them\. See otel-baton explain --help\.\n$/],
    ['nothing but the way it is called', ['--help'], 0, /^usage: otel-baton explain \[tsconfig[^]*--skipped[^]*--diff[^]*--json[^]*--html[^]*--help/],
  ])('%s', async (_, args, status, output) => {
    expect(await explain(...args)).toEqual({ status, output: expect.stringMatching(output) as string });
  }, 60_000);
});

describe('as data', () => {
  test('each end that sends leads to what receives, and nothing else does', async () => {
    const { boundaries } = await explained();
    const place = ({ file, line }: { file: string; line: number }): string => `${file}:${line}`;
    const leads = boundaries.flatMap((each) => each.leadsTo.map(({ to, module, outside }) => {
      const receiver = boundaries.find(({ id }) => id === to);
      return `${place(each)} → ${receiver ? place(receiver) : (module ?? outside)}`;
    }));
    expect(leads).toEqual([
      'src/answer.ts:2 → whoever started this module',
      'src/jobs.ts:4 → src/jobs.ts:9',
      'src/main.ts:7 → a file outside of this project',
      'src/main.ts:8 → src/mailer.ts:1',
      'src/main.ts:12 → src/mailer.ts:3',
      'src/main.ts:14 → a file outside of this project',
      'src/main.ts:15 → a receiver that is not known',
      'src/main.ts:16 → a receiver that is not known',
      'src/main.ts:17 → a program outside of this project',
      'src/resize-worker.ts:4 → src/resize.ts:4',
      'src/resize.ts:3 → src/resize-worker.ts:1',
      'src/resize.ts:6 → src/resize-worker.ts:3',
    ]);
  }, 60_000);

  test('each end has its line, its place in it and how far the context goes', async () => {
    const { boundaries } = await explained('src/main.ts');
    const send = boundaries.find(({ line }) => line === 12);
    expect(send).toMatchObject({
      file: 'src/main.ts', column: 3, endLine: 12, endColumn: 22, text: '  mailer.send({ id });', boundary: 'child process message', role: 'sends', form: 'envelope',
      relation: 'parent', trust: 'host', travels: 'trace and baggage in an envelope', reaches: 'to a process of this host, as the parent',
    });
  }, 60_000);
});

describe('as a diff', () => {
  test('it is what git applies, and after that nothing is left to be done', async () => {
    const folder = folderWith('typescript');
    cpSync(FIXTURE, join(folder, 'applied'), { recursive: true });
    const { output } = await call(folder, 'applied', 'otel-baton', 'explain', '--diff');
    expect(output).toContain("+const worker = new (baton_start(Worker))(new URL('./resize-worker.js', import.meta.url));\n");
    const { status, stderr } = spawnSync('git', ['apply', '-p1', '-'], { cwd: join(folder, 'applied'), input: output, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(await call(folder, 'applied', 'otel-baton', 'explain', '--diff')).toEqual({ status: 0, output: '' });
  }, 60_000);
});

if (missingChromium !== undefined && !requiresChromium) process.stderr.write(`The page of explain is not looked at: ${missingChromium}.\n`);

(missingChromium === undefined || requiresChromium ? describe : describe.skip)('as a page', () => {
  let browser: Browser;
  let file: string;

  beforeAll(async () => {
    expect(await explain('--html', 'out/page.html')).toEqual({ status: 0, output: 'out/page.html: open it in a browser.\n' });
    file = join(folderWith('typescript'), 'app/out/page.html');
    browser = await startChromium();
  }, 120_000);

  afterAll(() => browser?.close());

  async function open(colorScheme: 'light' | 'dark' = 'light'): Promise<{ readonly page: Page; readonly faults: string[] }> {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 1400 } });
    const faults: string[] = [];
    page.on('console', (message) => faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('request', (request) => void (request.url().startsWith('file:') && request.isNavigationRequest() ? undefined : faults.push(request.url())));
    await page.goto(pathToFileURL(file).href);
    return { page, faults };
  }

  /** The lines of code that are shown. */
  const shown = (page: Page): Promise<readonly string[]> => page.locator('article:visible pre').allTextContents();

  test('it loads nothing, says nothing, and shows every end as it is written', async () => {
    const { page, faults } = await open();
    expect(await page.locator('.counts').textContent()).toMatch(/20 boundary ends\s*16 carried\s*4 not carried/);
    expect(await shown(page)).toContain('news.postMessage(`<b>order ${id}</b> & more`);');
    expect((await shown(page)).length).toBe(20);
    expect(faults).toEqual([]);
  }, 60_000);

  test('its map has the modules, and what leads from one to another, in red where nothing is carried', async () => {
    const { page } = await open();
    const nodes = await page.locator('svg .node > title').allTextContents();
    expect(nodes.sort()).toEqual([
      'a file outside of this project', 'a program outside of this project', 'a receiver that is not known', 'src/answer.ts', 'src/mailer.ts', 'src/main.ts', 'src/resize-worker.ts', 'src/resize.ts',
      'whoever started this module',
    ]);
    const edges = await page.locator('svg .edge').evaluateAll((all) => all.map((edge) => [edge.querySelector('title')?.textContent, getComputedStyle(edge.querySelector('path') as Element).stroke]));
    const [green, red] = ['rgb(20, 110, 65)', 'rgb(192, 38, 45)'];
    expect(edges).toContainEqual(['src/resize.ts → src/resize-worker.ts: worker_threads message, carried', green]);
    expect(edges).toContainEqual(['src/main.ts → a file outside of this project: worker_threads message, not carried', red]);
    for (const [title, colour] of edges) expect([title, colour]).toEqual([title, String(title).includes('not carried') ? red : green]);
  }, 60_000);

  test('it is searched by words, by boundary, and for what is not carried', async () => {
    const { page } = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('mailer send');
    expect(await shown(page)).toEqual(expect.arrayContaining(['mailer.send({ id });']));
    expect((await shown(page)).length).toBeLessThan(5);
    expect(await page.locator('output').textContent()).toMatch(/^\d of 20$/);
    await page.keyboard.press('Escape');
    await expect(page.locator('article:visible').count()).resolves.toBe(20);
    await page.getByLabel('only what is not carried').check();
    expect(await shown(page)).toHaveLength(4);
    await page.getByLabel('Boundary', { exact: true }).selectOption('worker_threads start-up');
    expect(await shown(page)).toEqual(["const legacy = new Worker(new URL('./legacy.mjs', import.meta.url));"]);
    expect(await page.locator('svg .edge:not(.dim)').count()).toBe(1);
  }, 60_000);

  test('an edge shows its code, a module its own, and a link what may be hidden', async () => {
    const { page } = await open();
    await page.locator('svg .edge', { has: page.locator('title', { hasText: 'src/resize.ts → src/resize-worker.ts: worker_threads message' }) }).locator('text').click();
    expect(await shown(page)).toEqual(['export const resize = (job: { id: number }): void => worker.postMessage(job);']);
    await page.getByRole('link', { name: 'src/resize-worker.ts:3' }).click();
    expect(await page.locator('article:target pre').textContent()).toBe("parentPort?.on('message', (job: { id: number }) => {");
    await expect(page.locator('article:target').isVisible()).resolves.toBe(true);
    await page.locator('svg .node[data-file="src/jobs.ts"], svg .node[data-file="src/mailer.ts"]').first().focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('article:visible').count()).resolves.toBe(2);
  }, 60_000);

  test.each(['light', 'dark'] as const)('what is written on it can be read where it is %s', async (scheme) => {
    const { page } = await open(scheme);
    const folder = join(ROOT, 'build/explain');
    mkdirSync(folder, { recursive: true });
    const picture = await page.screenshot({ path: join(folder, `${scheme}.png`), fullPage: true });
    expect(picture.length).toBeGreaterThan(20_000);
    const weak = await page.evaluate(contrasts);
    expect(weak).toEqual([]);
    const [red = 0] = (await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).match(/\d+/g)?.map(Number) ?? [];
    expect(red > 128).toBe(scheme === 'light');
  }, 60_000);

  test('without its script everything is shown', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    expect(await shown(page)).toHaveLength(20);
  }, 60_000);
});

/** Runs in the page: texts whose contrast is below 4.5. https://www.w3.org/TR/WCAG22/#contrast-minimum */
function contrasts(): readonly string[] {
  const numbers = (colour: string): readonly number[] => colour.match(/[\d.]+/g)?.map(Number) ?? [];
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = numbers(colour).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (element: Element | null): string => {
    if (!element) return 'rgb(255, 255, 255)';
    const { backgroundColor } = getComputedStyle(element);
    return numbers(backgroundColor)[3] === 0 ? groundOf(element.parentElement) : backgroundColor;
  };
  const weak: string[] = [];
  for (const element of document.querySelectorAll('body *:not(script, option, title)')) {
    const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ textContent }) => textContent?.trim()).join('');
    if (!own) continue;
    const style = getComputedStyle(element);
    const rect = element.parentElement?.querySelector(':scope > rect');
    const isDrawn = element.namespaceURI === 'http://www.w3.org/2000/svg';
    const [text, ground] = [isDrawn ? style.fill : style.color, rect ? getComputedStyle(rect).fill : groundOf(element)].map(luminance) as [number, number];
    const contrast = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
    if (contrast < 4.5) weak.push(`${own}: ${contrast.toFixed(2)}`);
  }
  return weak;
}
