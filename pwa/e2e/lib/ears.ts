// What a screen reader says of a page, from the browser's own accessibility tree, in the order of reading.
import type {CDPSession, Page} from 'playwright-core';

type Value = {readonly value?: unknown};
type Node = {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: Value;
  readonly name?: Value;
  readonly description?: Value;
  readonly value?: Value;
  readonly properties?: readonly {readonly name: string; readonly value: Value}[];
  readonly childIds?: readonly string[];
};

/** One thing that is said. */
export type Heard = {
  readonly role: string;
  readonly name: string;
  readonly states: readonly string[];
  readonly depth: number;
};

/** Roles that are pressed, typed into or chosen: each must have a name. */
export const controls: ReadonlySet<string> = new Set([
  'button',
  'checkbox',
  'combobox',
  'DisclosureTriangle',
  'link',
  'radio',
  'searchbox',
  'switch',
  'textbox',
]);

/** Said as one, with what is in them. */
const whole: ReadonlySet<string> = new Set([...controls, 'heading', 'image', 'progressbar', 'StaticText']);
/** Said before what is in them. */
const around: ReadonlySet<string> = new Set([
  'alert',
  'banner',
  'dialog',
  'form',
  'group',
  'list',
  'main',
  'navigation',
  'radiogroup',
  'region',
  'status',
]);

const text = (v: Value | undefined): string =>
  typeof v?.value === 'string' ? v.value.replace(/\s+/g, ' ').trim() : '';

function statesOf(node: Node): string[] {
  const has = (name: string) => node.properties?.find(p => p.name === name)?.value.value;
  const states: string[] = [];
  if (has('level') !== undefined) states.push(`${String(has('level'))}`);
  if (has('checked') === 'true') states.push('checked');
  if (has('checked') === 'false') states.push('not checked');
  if (has('expanded') !== undefined) states.push(has('expanded') ? 'expanded' : 'collapsed');
  if (has('pressed') !== undefined) states.push(`pressed ${String(has('pressed'))}`);
  if (has('disabled')) states.push('disabled');
  if (has('busy')) states.push('busy');
  if (has('invalid') === 'true') states.push('wrong');
  if (has('hasPopup')) states.push(`opens a ${String(has('hasPopup'))}`);
  if (has('focused')) states.push('focus');
  const role = text(node.role);
  if (role === 'textbox' || role === 'progressbar' || role === 'searchbox')
    states.push(`“${String(node.value?.value ?? '')}”`);
  const described = text(node.description);
  if (described) states.push(described);
  return states;
}

/** All that would be read out, from the top of the page to its end. */
export async function heard(cdp: CDPSession): Promise<Heard[]> {
  const {nodes} = (await cdp.send('Accessibility.getFullAXTree')) as unknown as {nodes: readonly Node[]};
  const byId = new Map(nodes.map(n => [n.nodeId, n]));
  const said: Heard[] = [];
  let sentence = ''; // whose words were said last: what follows in it is said on
  const walk = (node: Node | undefined, depth: number, above: string, parent = ''): void => {
    if (!node) return;
    const role = text(node.role);
    const name = text(node.name);
    const spoken = !node.ignored && (whole.has(role) || around.has(role));
    // A legend or a label is said with what it names.
    if (!node.ignored && (role === 'Legend' || role === 'LabelText')) return labelled(node, depth);
    const last = said.at(-1);
    if (role === 'StaticText' && last?.role === 'StaticText' && sentence === parent) {
      said[said.length - 1] = {...last, name: `${last.name} ${name}`.replace(/\s+/g, ' ').replace(/ ([.,])/g, '$1')};
    } else if (spoken && !(role === 'StaticText' && (name === '' || name === above))) {
      said.push({role, name, states: statesOf(node), depth});
      sentence = parent;
    }
    if (spoken && whole.has(role)) return;
    const inside = spoken ? {depth: depth + 1, above: name} : {depth, above};
    for (const id of node.childIds ?? []) walk(byId.get(id), inside.depth, inside.above, node.nodeId);
  };
  /** A label's own words are its control's name; what else is in it is said. */
  const labelled = (node: Node, depth: number): void => {
    for (const id of node.childIds ?? []) {
      const child = byId.get(id);
      const role = text(child?.role);
      if (role === 'StaticText' || role === 'InlineTextBox') continue;
      if (child && controls.has(role)) walk(child, depth, '');
      else if (child) labelled(child, depth);
    }
  };
  walk(nodes[0], 0, '');
  return said;
}

/** As lines for a person to read: what it is, its name, its states. */
export const script = (said: readonly Heard[]): string =>
  said
    .map(({role, name, states, depth}) => {
      const indent = '  '.repeat(depth);
      if (role === 'StaticText') return `${indent}${name}`;
      const what = role === 'DisclosureTriangle' ? 'disclosure' : role;
      return `${indent}[${[what, ...states].join(', ')}] ${name}`.trimEnd();
    })
    .join('\n');

/** Notes what a screen reader is told without being asked: before the page is loaded. */
export async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const told: string[] = [];
    Object.assign(window, {told});
    const live = '[role=status], [role=alert], [aria-live=polite], output';
    new MutationObserver(changes => {
      for (const {target, addedNodes, type} of changes) {
        const from = target instanceof Element ? target : target.parentElement;
        // Words that come into a region are told; a region that comes with its words only when it is an alert.
        const region = from?.closest(live);
        const words = type === 'characterData' ? [target] : [...addedNodes];
        if (region) told.push(...words.map(w => w.textContent ?? ''));
        else {
          for (const node of addedNodes) {
            if (!(node instanceof Element)) continue;
            const alerts = [...(node.matches('[role=alert]') ? [node] : []), ...node.querySelectorAll('[role=alert]')];
            told.push(...alerts.map(a => a.textContent ?? ''));
          }
        }
      }
    }).observe(document, {subtree: true, childList: true, characterData: true});
  });
}

/** What was told since the page was loaded. */
export async function told(page: Page): Promise<string[]> {
  const all = await page.evaluate(() => (window as unknown as {told: string[]}).told);
  return all.map(words => words.replace(/\s+/g, ' ').trim()).filter(words => words !== '');
}
