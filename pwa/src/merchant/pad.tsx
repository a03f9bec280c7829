/** @jsxImportSource ./dom */
// Where the shop signs. The strokes are kept beside the canvas: turning the phone stretches the picture and loses nothing.

/** Strokes in units of 1/1000 of the pad's width; see sync/README.md, section 7. */
export type Ink = {strokes: number[][]; w: number; h: number};

export const noInk = (): Ink => ({strokes: [], w: 0, h: 0});

/** Below the server's 8 KB, whatever was drawn. */
const MOST = 1400;

type Pointer = PointerEvent & {currentTarget: HTMLCanvasElement};

export function flat(ink: Ink): number[] {
  let {strokes} = ink;
  const numbers = () => strokes.reduce((sum, s) => sum + s.length + 1, 0);
  while (numbers() > MOST && strokes.some(s => s.length > 4)) {
    strokes = strokes.map(s => s.filter((_, i) => i % 4 < 2 || i >= s.length - 2));
  }
  return strokes.flatMap(s => [s.length / 2, ...s]).slice(0, MOST);
}

export function Pad({ink, label}: {readonly ink: Ink; readonly label: string}) {
  let drawing = false;
  const at = (e: Pointer) => {
    const box = e.currentTarget.getBoundingClientRect();
    ink.w = Math.round(box.width);
    ink.h = Math.round(box.height);
    const unit = 1000 / box.width;
    return {x: Math.round((e.clientX - box.left) * unit), y: Math.round((e.clientY - box.top) * unit)};
  };
  const down = (e: Pointer) => {
    e.preventDefault();
    e.currentTarget.setPointerCapture(e.pointerId);
    drawing = true;
    const {x, y} = at(e);
    ink.strokes.push([x, y]);
    draw(e.currentTarget, ink);
  };
  const move = (e: Pointer) => {
    const stroke = ink.strokes[ink.strokes.length - 1];
    if (!drawing || !stroke) return;
    const {x, y} = at(e);
    const [lastX = 0, lastY = 0] = stroke.slice(-2);
    if (Math.hypot(x - lastX, y - lastY) < 5) return;
    stroke.push(x, y);
    draw(e.currentTarget, ink);
  };
  const up = () => {
    drawing = false;
  };
  return (
    <canvas
      class="pad"
      width={900}
      height={400}
      role="img"
      aria-label={label}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
    />
  );
}

export function wipe(ink: Ink): void {
  ink.strokes = [];
  const canvas = document.querySelector('canvas');
  if (canvas) draw(canvas, ink);
}

function draw(canvas: HTMLCanvasElement, ink: Ink): void {
  const c = canvas.getContext('2d');
  if (!c) return;
  c.clearRect(0, 0, canvas.width, canvas.height);
  const across = canvas.width / 1000;
  const down = (canvas.height / 1000) * (ink.w / ink.h);
  Object.assign(c, {lineWidth: 5, lineCap: 'round', lineJoin: 'round', strokeStyle: getComputedStyle(canvas).color});
  for (const s of ink.strokes) {
    c.beginPath();
    for (let i = 0; i < s.length; i += 2) c.lineTo((s[i] ?? 0) * across, (s[i + 1] ?? 0) * down);
    if (s.length === 2) c.lineTo((s[0] ?? 0) * across + 1, (s[1] ?? 0) * down);
    c.stroke();
  }
}
