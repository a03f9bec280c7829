// The reader for browsers without one, served by ourselves: its default is a CDN. zxing-wasm must
// be the very version that barcode-detector asks for: its script and the WebAssembly belong together.
import {BarcodeDetector, prepareZXingModule} from 'barcode-detector/ponyfill';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

prepareZXingModule({overrides: {locateFile: () => wasm}});

export {BarcodeDetector};

/** Brings the WebAssembly into the worker's cache, where it is found without network. */
export async function warm(): Promise<void> {
  await fetch(wasm);
}
