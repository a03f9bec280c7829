// Which of the two languages the screens speak. The browser's list decides until the person chooses.
import {computed, effect, signal} from '@preact/signals';
import {keep, kept} from '../ui/kept';

export type Lang = 'fr' | 'en';
export type LangChoice = Lang | 'auto';

/** Both languages of one group of messages; `en satisfies typeof fr` makes a missing key a type error. */
export type Messages<T> = {readonly fr: T; readonly en: T};

const isChoice = (v: string): v is LangChoice => v === 'fr' || v === 'en' || v === 'auto';

/** The first language of the list that the app speaks, French when it speaks none. */
export function fromBrowser(list: readonly string[]): Lang {
  for (const tag of list) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'fr' || base === 'en') return base;
  }
  return 'fr';
}

export const langChoice = signal<LangChoice>(kept('lang', isChoice, 'auto'));
export const lang = computed<Lang>(() =>
  langChoice.value === 'auto' ? fromBrowser(navigator.languages) : langChoice.value,
);

export function chooseLang(choice: LangChoice): void {
  keep('lang', choice);
  langChoice.value = choice;
}

/** The messages in the language of now. Read in a component or an effect, it follows the switch. */
export function say<T>(messages: Messages<T>): T {
  return messages[lang.value];
}

/** Keeps <html lang> right, for screen readers and hyphenation. */
export function followLang(): void {
  effect(() => {
    document.documentElement.lang = lang.value;
  });
}
