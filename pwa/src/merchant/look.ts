// The theme and text size that were chosen in this browser, or the system's.
import {kept} from '../ui/kept';

const anyWord = (v: string): v is string => /^[a-z]+$/.test(v);

export function followLook(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const theme = kept('theme', anyWord, 'auto');
    const {dataset} = document.documentElement;
    dataset['theme'] = theme === 'auto' ? (dark.matches ? 'dark' : 'light') : theme;
    dataset['text'] = kept('text', anyWord, 'normal');
  };
  apply();
  dark.onchange = apply;
}
