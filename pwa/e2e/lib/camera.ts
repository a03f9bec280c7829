// A film for Chromium's fake camera: a sheet of paper as the server prints it, three pictures, uncompressed.
import {execFileSync} from 'node:child_process';
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {scratch} from './places';

const DOTS = 100; // per inch: an A4 sheet fills a picture of 827 by 1169, as held under a phone

type Picture = {readonly width: number; readonly height: number; readonly light: Buffer};

/** A page of a PDF in shades of grey. Throws when there is no such page. */
function drawn(pdf: Buffer, page: number, dir: string): Picture {
  const file = join(dir, 'sheet.pdf');
  writeFileSync(file, pdf);
  const only = ['-f', String(page), '-l', String(page), '-singlefile'];
  execFileSync('pdftoppm', ['-gray', '-r', String(DOTS), ...only, file, join(dir, 'sheet')]);
  const pgm = readFileSync(join(dir, 'sheet.pgm'));
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.subarray(0, 40).toString('latin1'));
  if (!head) throw new Error('pdftoppm drew no grey picture');
  return {width: Number(head[1]), height: Number(head[2]), light: pgm.subarray(head[0].length)};
}

/** The path of a .y4m, there until the test ends, that shows the page under a lamp: paper is not white, ink is not black. */
export function filmOf(pdf: Buffer, page = 1): string {
  const dir = scratch('film');
  onTestFinished(() => rmSync(dir, {recursive: true, force: true}));
  const sheet = drawn(pdf, page, dir);
  const [width, height] = [sheet.width & ~1, sheet.height & ~1]; // colours come in blocks of two by two
  const light = Buffer.alloc(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) light[y * width + x] = 20 + (sheet.light[y * sheet.width + x] ?? 0) * 0.82;
  }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((width * height) / 2, 128)]);
  const path = join(dir, 'camera.y4m');
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(path, Buffer.concat([head, frame, frame, frame]));
  return path;
}

export const cameraArgs = (film: string): string[] => [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${film}`,
];
