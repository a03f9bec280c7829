// A film for Chromium's fake camera: one QR, three pictures, uncompressed.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {encode} from 'uqr';
import {scratch} from './places';

const [W, H, MODULE] = [640, 480, 8];

/** The path of a .y4m that shows text as a QR, dark on light. */
export function filmOf(text: string): string {
  const {data, size} = encode(text, {ecc: 'M', border: 0});
  const light = Buffer.alloc(W * H, 230);
  const [left, top] = [(W - size * MODULE) >> 1, (H - size * MODULE) >> 1];
  for (let y = 0; y < size * MODULE; y++) {
    for (let x = 0; x < size * MODULE; x++) {
      if (data[Math.floor(y / MODULE)]?.[Math.floor(x / MODULE)]) light[(y + top) * W + x + left] = 20;
    }
  }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((W * H) / 2, 128)]);
  const path = join(scratch('film'), 'camera.y4m');
  writeFileSync(
    path,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${W} H${H} F10:1 Ip A1:1 C420jpeg\n`), frame, frame, frame]),
  );
  return path;
}

export const cameraArgs = (film: string): string[] => [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${film}`,
];
