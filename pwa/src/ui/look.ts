// Theme and text size: chosen here, applied as attributes on <html>, drawn by tokens.css.
import {effect, signal} from '@preact/signals';
import {keep, kept} from './kept';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
export const textSizes = ['normal', 'large', 'larger', 'largest'] as const;
export type TextSize = (typeof textSizes)[number];

const oneOf =
  <T extends string>(all: readonly T[]) =>
  (v: string): v is T =>
    (all as readonly string[]).includes(v);

export const theme = signal<Theme>(kept('theme', oneOf(themes), 'auto'));
export const textSize = signal<TextSize>(kept('text', oneOf(textSizes), 'normal'));

export function chooseTheme(t: Theme): void {
  keep('theme', t);
  theme.value = t;
}

export function chooseTextSize(s: TextSize): void {
  keep('text', s);
  textSize.value = s;
}

/** Applies the choices now and at every change, also when the system turns dark. */
export function followLook(): void {
  const systemDark = matchMedia('(prefers-color-scheme: dark)');
  const dark = signal(systemDark.matches);
  systemDark.addEventListener('change', e => {
    dark.value = e.matches;
  });
  effect(() => {
    const root = document.documentElement;
    root.dataset['theme'] = theme.value === 'auto' ? (dark.value ? 'dark' : 'light') : theme.value;
    root.dataset['text'] = textSize.value;
    // The browser's own bar follows the person's choice, not only the system's.
    const ground = getComputedStyle(root).getPropertyValue('--ground').trim();
    for (const m of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) m.content = ground;
  });
}
