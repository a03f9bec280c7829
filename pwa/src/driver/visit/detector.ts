// Reads QR codes in a picture: the browser's own detector, or the same made of WebAssembly.

/** The texts in the picture that the video shows now. May reject for a picture between two states of the camera. */
export type Detector = (video: HTMLVideoElement) => Promise<readonly string[]>;

type Barcode = {readonly rawValue: string};
type BarcodeDetectorLike = {detect(source: ImageBitmapSource): Promise<readonly Barcode[]>};
type DetectorClass = {
  new (options: {formats: string[]}): BarcodeDetectorLike;
  getSupportedFormats(): Promise<readonly string[]>;
};

/** Chrome on Android has it; some systems have the class and read no QR with it. */
async function native(): Promise<DetectorClass | undefined> {
  const {BarcodeDetector} = globalThis as {BarcodeDetector?: DetectorClass};
  const formats = (await BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  return formats.includes('qr_code') ? BarcodeDetector : undefined;
}

export async function openDetector(): Promise<Detector> {
  const own = await native();
  const reader = new (own ?? (await import('./zxing')).BarcodeDetector)({formats: ['qr_code']});
  return async video => (await reader.detect(video)).map(({rawValue}) => rawValue);
}

/** Fetches the reader where the browser has none, so that it is here when the network is not. */
export async function warmDetector(): Promise<void> {
  if (await native()) return;
  await (await import('./zxing')).warm();
}
