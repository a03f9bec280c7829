// Draws the PNG icons of the manifest from public/icons/mark.svg. Run it when the mark changes; the results are committed.
import {execFileSync} from 'node:child_process';
import {readFile, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {chromium} from 'playwright-core';

const dir = resolve(import.meta.dirname, '../public/icons');
const svg = await readFile(join(dir, 'mark.svg'), 'utf8');
// A mask may cut a circle of 80 %: the ground goes to the edges and the mark shrinks into the middle.
const full = svg.replace(/ rx="11"/, '');
const maskable = full.replace('translate(6.24 5.76) scale(.74)', 'translate(9.84 9.48) scale(.59)');

const icons = [
  {file: 'icon-192.png', size: 192, svg},
  {file: 'icon-512.png', size: 512, svg},
  {file: 'maskable-192.png', size: 192, svg: maskable},
  {file: 'maskable-512.png', size: 512, svg: maskable},
  {file: 'apple-touch-icon.png', size: 180, svg: full},
];

const executablePath = execFileSync('sh', ['-c', 'command -v chromium']).toString().trim();
const browser = await chromium.launch({executablePath, chromiumSandbox: false, args: ['--disable-gpu']});
try {
  for (const icon of icons) {
    const page = await browser.newPage({viewport: {width: icon.size, height: icon.size}});
    await page.setContent(`<style>*{margin:0}svg{display:block;width:100vw;height:100vh}</style>${icon.svg}`);
    await writeFile(join(dir, icon.file), await page.screenshot({omitBackground: true}));
    await page.close();
  }
} finally {
  await browser.close();
}
