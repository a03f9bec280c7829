// Line icons, drawn on a 24 grid for this app. Always beside a word: they say nothing alone.
const shapes = {
  home: 'M4 20v-8a8 8 0 0 1 16 0v8zM10 20v-5a2 2 0 0 1 4 0v5',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.6c2.2.8 3.5 2.8 3.5 5.4',
  phone:
    'M8 2.5h8a1.5 1.5 0 0 1 1.5 1.5v16a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 20V4A1.5 1.5 0 0 1 8 2.5zM10.5 18.5h3',
  book: 'M5 4.5A1.5 1.5 0 0 1 6.5 3H19v15H6.5A1.5 1.5 0 0 0 5 19.5zM5 19.5A1.5 1.5 0 0 0 6.5 21H19M9 7.5h6M9 11h6',
  person: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4.2 3.6-7 8-7s8 2.8 8 7',
  menu: 'M4 7h16M4 12h16M4 17h16',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5',
  outbox: 'M4 14v4.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V14M12 15V4M7.5 8 12 3.5 16.5 8',
  basket:
    'M3.5 11h17l-1.6 8a1.5 1.5 0 0 1-1.5 1.2H6.6A1.5 1.5 0 0 1 5.1 19zM7 11V9a5 5 0 0 1 10 0v2M9.5 14.5v2.5M14.5 14.5v2.5',
  check: 'm4.5 12.5 5 5 10-11',
  warn: 'M12 4 2.5 20.5h19zM12 10v5M12 17.6v.4',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.6v.4',
  stop: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 8.5l7 7M15.5 8.5l-7 7',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.5l3.5 2',
  share: 'M12 14.5V3.5M8 7l4-3.5L16 7M7.5 10.5H5.5V20h13v-9.5h-2',
  plus: 'M12 5v14M5 12h14',
  copy: 'M9 8.5h10.5V20H9zM15 8.5V4H4.5v11.5H9',
  lock: 'M6 11h12v9.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2.5',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4',
  offline:
    'M3 4l17.5 16.5M7 10a8 8 0 0 1 2.5-1.5M13 8a9 9 0 0 1 5 2.6M9.5 13.8a4.5 4.5 0 0 1 4.3-.6M12 18v.4M3.5 8.5A13 13 0 0 1 6 6.8M11 5a13.5 13.5 0 0 1 9.5 3.5',
  exit: 'M10 4H5.5v16H10M14 8l4 4-4 4M18 12H9.5',
  back: 'M19 12H5M11 6l-6 6 6 6',
  camera: 'M4 8h4l1.5-2.5h5L16 8h4v11.5H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4',
  call: 'M6 3.5h3.5l1.7 4.3-2.2 1.6a12 12 0 0 0 5.6 5.6l1.6-2.2 4.3 1.7V18a2.5 2.5 0 0 1-2.7 2.5C10.5 20 4 13.5 3.5 6.2A2.5 2.5 0 0 1 6 3.5',
  pin: 'M12 21.5c4.5-4.6 7-8.3 7-11.5a7 7 0 1 0-14 0c0 3.2 2.5 6.9 7 11.5zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5',
  install: 'M12 3.5v11M8 11l4 4 4-4M5 19.5h14',
} as const;

export type IconName = keyof typeof shapes;

export function Icon({name}: {readonly name: IconName}) {
  return (
    <svg class="icon" width="1.375em" height="1.375em" viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path d={shapes[name]} stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
