import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {Spinner} from './blocks';

type Grid = {readonly size: number; readonly path: string};

/** One path of unit squares. The encoder is fetched when the first code is shown. */
async function draw(text: string): Promise<Grid> {
  const {encode} = await import('uqr');
  const {data, size} = encode(text, {ecc: 'M', border: 2});
  let path = '';
  data.forEach((row, y) => row.forEach((on, x) => (path += on ? `M${x} ${y}h1v1h-1z` : '')));
  return {size, path};
}

/** A QR code, dark on white also in the dark theme: scanners expect that. */
export function QrImage({text, label}: {readonly text: string; readonly label: string}) {
  const grid = useSignal<Grid | null>(null);
  useEffect(() => {
    let stale = false;
    void draw(text).then(g => {
      if (!stale) grid.value = g;
    });
    return () => {
      stale = true;
    };
  }, [text]);
  if (!grid.value) return <Spinner />;
  const {size, path} = grid.value;
  return (
    <div class="qr-image">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
        <path d={path} fill="#000" />
      </svg>
    </div>
  );
}
