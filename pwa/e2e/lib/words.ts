// Which language a screen speaks, by the message files.
import type {Page} from 'playwright-core';

type Group = {readonly fr: unknown; readonly en: unknown};

/** Texts of one language, as they stand on a screen. */
function* texts(node: unknown): Generator<string> {
  if (typeof node === 'string') yield node;
  else if (typeof node === 'object' && node !== null) for (const v of Object.values(node)) yield* texts(v);
}

/** The English texts of some message files that are no French ones too. */
export function englishOf(groups: readonly Group[]): ReadonlySet<string> {
  const french = new Set(groups.flatMap(g => [...texts(g.fr)]));
  return new Set(groups.flatMap(g => [...texts(g.en)]).filter(t => !french.has(t)));
}

/** What a page says, in its text and to a screen reader. */
export const wordsOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const words: string[] = [document.title];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) words.push(walk.currentNode.textContent?.trim() ?? '');
    for (const e of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      for (const a of ['aria-label', 'title', 'placeholder']) words.push(e.getAttribute(a) ?? '');
    }
    return words;
  });
