// Gloves and wet glass tap twice and press too long. The second tap of a pair must not press what the first one brought
// up: a step nobody has read, or the "yes" of a question.
import {path} from '../../ui/router';

const PAIR = 400; // ms: nobody has read a new screen before that

/** What stands before the person; within a visit the address stays and the title changes. */
const screen = (): string =>
  `${path.value} ${document.querySelector('h1')?.textContent ?? ''} ${document.querySelector('dialog[open]') ? 1 : 0}`;

let finger = false;
let last = {at: Number.NEGATIVE_INFINITY, screen: ''};

addEventListener('pointerdown', e => (finger = e.pointerType === 'touch'), true);

addEventListener(
  'click',
  e => {
    if (!finger || e.detail === 0) return; // a mouse, a key, a screen reader
    const now = {at: e.timeStamp, screen: screen()};
    if (now.at - last.at < PAIR && now.screen !== last.screen) {
      e.preventDefault();
      e.stopImmediatePropagation();
    } else last = now;
  },
  true,
);

/** A long press on a button is a press, not a question about a link. */
addEventListener('contextmenu', e => {
  if (finger && e.target instanceof Element && e.target.closest('.button, .key, .tab, .item, .pad')) e.preventDefault();
});
