// A photo as the server keeps it: made small on the device that took it.

const LONGEST = 2048; // what the server keeps

export type Shot = {readonly type: 'image/jpeg'; readonly bytes: ArrayBuffer};

/** A JPEG of at most 2048 pixels a side, upright, as an ArrayBuffer: WebKit stores no Blobs in private sessions. */
export async function shrink(file: File): Promise<Shot> {
  const picture = await createImageBitmap(file, {imageOrientation: 'from-image'});
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const jpeg = await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/jpeg', 0.8));
  if (!jpeg) throw new Error('the canvas gave no picture');
  return {type: 'image/jpeg', bytes: await jpeg.arrayBuffer()};
}
