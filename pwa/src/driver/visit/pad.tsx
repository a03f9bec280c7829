import {useEffect, useRef} from 'preact/hooks';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Button} from '../../ui/button';
import {Icon} from '../../ui/icon';
import {unflatten, withStroke, type Point} from '../model/strokes';

type Signed = {readonly strokes: readonly number[]; readonly w: number; readonly h: number};

type PadProps = {
  readonly label: string;
  readonly value: Signed;
  readonly error: string | undefined;
  readonly onChange: (v: Signed) => void;
};

const INK = 0.005; // of the width
const RESTS = 3; // points: fewer are a palm that lies still
const KEEP = 250; // ms: how much of a long stroke a dying phone may take with it

/** Draws through the middles of the points, which makes a hand's line round. */
function drawStroke(pen: CanvasRenderingContext2D, stroke: readonly Point[], width: number): void {
  const at = (p: Point | undefined): Point => [((p?.[0] ?? 0) * width) / 1000, ((p?.[1] ?? 0) * width) / 1000];
  const [x, y] = at(stroke[0]);
  pen.beginPath();
  pen.moveTo(x, y);
  if (stroke.length === 1) pen.lineTo(x + 0.1, y);
  for (let i = 1; i < stroke.length; i++) {
    const [ax, ay] = at(stroke[i]);
    const [bx, by] = i + 1 < stroke.length ? at(stroke[i + 1]) : [ax, ay];
    pen.quadraticCurveTo(ax, ay, (ax + bx) / 2, (ay + by) / 2);
  }
  pen.stroke();
}

function redraw(canvas: HTMLCanvasElement, flat: readonly number[], current: readonly Point[]): void {
  const pen = canvas.getContext('2d');
  if (!pen) return;
  const {clientWidth: w, clientHeight: h} = canvas;
  const ratio = Math.min(devicePixelRatio || 1, 2);
  canvas.width = w * ratio;
  canvas.height = h * ratio;
  pen.scale(ratio, ratio);
  pen.lineWidth = Math.max(2, w * INK);
  pen.lineCap = pen.lineJoin = 'round';
  pen.strokeStyle = '#14241f';
  for (const stroke of unflatten(flat)) drawStroke(pen, stroke, w);
  if (current.length > 0) drawStroke(pen, current, w);
}

/** Strokes, not pixels: turned, scrolled or shown again, the same signature is drawn from its points. */
export function Pad({label, value, error, onChange}: PadProps) {
  const t = say(visit).sign;
  const canvas = useRef<HTMLCanvasElement>(null);
  const stroke = useRef<Point[]>([]);
  const before = useRef<readonly number[]>([]); // the strokes that were there when this one began
  const kept = useRef(0);
  const finger = useRef<number | null>(null);
  const latest = useRef(value);
  latest.current = value;

  useEffect(() => {
    const box = canvas.current;
    if (!box) return;
    const draw = () => redraw(box, stroke.current.length > 0 ? before.current : latest.current.strokes, stroke.current);
    draw();
    const watch = new ResizeObserver(draw);
    watch.observe(box);
    return () => watch.disconnect();
  }, [value.strokes]);

  const pointOf = (e: {clientX: number; clientY: number}): Point => {
    const r = canvas.current?.getBoundingClientRect();
    if (!r) return [0, 0];
    const unit = 1000 / r.width;
    const within = (v: number, most: number) => Math.max(0, Math.min(most, v)) * unit;
    return [within(e.clientX - r.left, r.width), within(e.clientY - r.top, r.height)];
  };
  // Not only the primary pointer writes: a thumb that holds the phone may touch the glass first. A palm that comes down
  // while a finger writes changes nothing; a finger that comes after a resting palm takes over.
  const begin = (e: PointerEvent) => {
    if (e.button !== 0) return;
    const writing = finger.current !== null && !e.isPrimary && stroke.current.length > RESTS;
    if (writing) return;
    if (e.isPrimary) finish(); // a stroke whose end was never told
    canvas.current?.setPointerCapture(e.pointerId);
    finger.current = e.pointerId;
    stroke.current = [pointOf(e)];
    before.current = latest.current.strokes;
    kept.current = e.timeStamp;
  };
  const move = (e: PointerEvent) => {
    if (e.pointerId !== finger.current) return;
    const all = e.getCoalescedEvents?.() ?? [];
    stroke.current.push(...(all.length > 0 ? all : [e]).map(pointOf));
    if (canvas.current) redraw(canvas.current, before.current, stroke.current);
    if (e.timeStamp - kept.current < KEEP) return;
    kept.current = e.timeStamp;
    keep();
  };
  const keep = () => {
    if (!canvas.current) return;
    const {clientWidth, clientHeight} = canvas.current;
    const strokes = withStroke(before.current, stroke.current);
    latest.current = {strokes, w: Math.round(clientWidth), h: Math.round(clientHeight)};
    onChange(latest.current);
  };
  const finish = () => {
    if (finger.current === null) return;
    keep();
    stroke.current = [];
    finger.current = null;
  };
  // A call or a palm ends the stroke (pointercancel): what was drawn of it stays.
  const end = (e: PointerEvent) => {
    if (e.pointerId === finger.current) finish();
  };
  const clear = () => {
    onChange({strokes: [], w: 0, h: 0});
    canvas.current?.focus(); // the button goes
  };
  return (
    <div class="pad">
      <canvas
        ref={canvas}
        role="img"
        tabIndex={-1}
        aria-label={value.strokes.length > 0 ? t.signed : label}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
      />
      {value.strokes.length === 0 && (
        <p class="pad-hint" aria-hidden="true">
          {t.here}
        </p>
      )}
      {value.strokes.length > 0 && (
        <Button icon="refresh" onClick={clear}>
          {t.clear}
        </Button>
      )}
      {error && (
        <p class="error" role="alert">
          <Icon name="warn" />
          {error}
        </p>
      )}
    </div>
  );
}
