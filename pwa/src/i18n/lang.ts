// Which of the two languages the screens speak. The browser's list decides until the person chooses.
import {computed, effect, signal} from '@preact/signals';
import {keep} from '../ui/kept';
import {fromBrowser, keptChoice, type Lang, type LangChoice} from './choice';

export {fromBrowser, type Lang, type LangChoice};

/** Both languages of one group of messages; `en satisfies typeof fr` makes a missing key a type error. */
export type Messages<T> = {readonly fr: T; readonly en: T};

export const langChoice = signal<LangChoice>(keptChoice());
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
