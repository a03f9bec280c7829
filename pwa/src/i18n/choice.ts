// Which language a browser asks for, and which one was chosen in it. No signals: the shops' small page uses it too.
import {kept} from '../ui/kept';

export type Lang = 'fr' | 'en';
export type LangChoice = Lang | 'auto';

const isChoice = (v: string): v is LangChoice => v === 'fr' || v === 'en' || v === 'auto';

/** The first language of the list that the app speaks, French when it speaks none. */
export function fromBrowser(list: readonly string[]): Lang {
  for (const tag of list) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'fr' || base === 'en') return base;
  }
  return 'fr';
}

export const keptChoice = (): LangChoice => kept('lang', isChoice, 'auto');
