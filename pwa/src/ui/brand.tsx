// The mark: a basket whose handle is a lit doorway. The same drawing as public/icons/mark.svg.

export function Mark() {
  return (
    <svg viewBox="0 0 48 48" width="1em" height="1em" aria-hidden="true">
      <path d="M14 25V19a10 10 0 0 1 20 0v6z" fill="var(--apricot)" />
      <path d="M12 25V19a12 12 0 0 1 24 0v6" fill="none" stroke="currentColor" stroke-width="4" />
      <path d="M5 24h38l-2.6 15.5A4 4 0 0 1 36.5 43h-25a4 4 0 0 1-3.9-3.5z" fill="currentColor" />
      <path
        d="M16 30v7M24 30v7M32 30v7"
        stroke="var(--mark-slit, var(--ground))"
        stroke-width="3"
        stroke-linecap="round"
      />
    </svg>
  );
}

/** Each door: left edge, width, height, colour, opacity. The lit one has a basket before it. */
const doors = [
  {x: 4, w: 46, h: 92, tone: 0.1},
  {x: 58, w: 58, h: 128, tone: 0.16},
  {x: 124, w: 40, h: 76, tone: 0.1},
  {x: 172, w: 62, h: 118, tone: 1},
  {x: 242, w: 44, h: 98, tone: 0.16},
  {x: 294, w: 54, h: 140, tone: 0.1},
  {x: 356, w: 40, h: 84, tone: 0.16},
] as const;

const arch = (x: number, w: number, h: number) => `M${x} 150V${150 - h + w / 2}a${w / 2} ${w / 2} 0 0 1 ${w} 0V150z`;

/** A street of doors, one of them open and waiting. Decoration only. */
export function Street() {
  return (
    <svg class="street" viewBox="0 0 400 150" preserveAspectRatio="xMidYMax meet" aria-hidden="true">
      {doors.map(d => (
        <g key={d.x}>
          <path d={arch(d.x, d.w, d.h)} fill={d.tone === 1 ? 'var(--apricot)' : 'currentColor'} opacity={d.tone} />
          {d.tone < 1 && <circle cx={d.x + d.w - 10} cy={112} r="2.5" fill="currentColor" opacity="0.45" />}
        </g>
      ))}
      <g transform="translate(184 106)" style={{color: '#0b3a32'}}>
        <path d="M8 18v-5a11 11 0 0 1 22 0v5" fill="none" stroke="currentColor" stroke-width="4" />
        <path d="M0 17h38l-3 23a4 4 0 0 1-4 4H7a4 4 0 0 1-4-4z" fill="currentColor" />
        <path d="M11 24v12M19 24v12M27 24v12" stroke="var(--apricot)" stroke-width="3" stroke-linecap="round" />
      </g>
    </svg>
  );
}

export function Wordmark({href}: {readonly href: string}) {
  return (
    <a class="wordmark" href={href}>
      <Mark />
      <span>Portage</span>
    </a>
  );
}
