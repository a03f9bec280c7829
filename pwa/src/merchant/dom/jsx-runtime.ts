// The whole of what this page needs to draw: JSX makes real elements, and draw() changes what stands on the page into
// them. A shop opens this page on any phone and any network, so it carries no library.
//
//   draw()   same tag and same data-key   the element stays: its attributes and children are changed into the new ones
//            otherwise                    the new element takes its place
//
// An element that has a data-key and stays is left alone with everything in it: what was typed, ticked or drawn in a form
// is the person's until the form gives way to another.

type Child = Node | string | number | boolean | null | undefined | readonly Child[];
type Attribute = string | number | boolean | undefined | ((e: never) => void);
type Props = {readonly children?: Child; readonly [name: string]: unknown};

/** What TypeScript reads of JSX. */
export declare namespace JSX {
  type Element = Node;
  type ElementType = keyof IntrinsicElements | ((props: never) => Child);
  type ElementChildrenAttribute = {children: unknown};
  type IntrinsicElements = {[tag in keyof HTMLElementTagNameMap]: {[name: string]: Attribute | Child}};
}

export const Fragment = ({children}: Props): Node => {
  const all = document.createDocumentFragment();
  put(all, children);
  return all;
};

/** An element, or what a component returns. Names that begin with "on" are listeners. */
export function jsx(tag: string | ((props: Props) => Child), props: Props): Child {
  if (typeof tag === 'function') return tag(props);
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'children' || value === undefined || value === false) continue;
    if (name.startsWith('on')) Object.assign(element, {[name.toLowerCase()]: value});
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  put(element, props.children);
  return element;
}

export {jsx as jsxs};

function put(into: Node, child: Child): void {
  if (Array.isArray(child)) for (const c of child as readonly Child[]) put(into, c);
  else if (child instanceof Node) into.appendChild(child);
  else if (child || child === 0) into.appendChild(new Text(String(child)));
  else into.appendChild(new Comment()); // what is not there holds its place, so that nothing after it moves
}

/** Makes the children of root those of next, and keeps every element that can stay. */
export function draw(root: Node, next: Child): void {
  change(root, Fragment({children: next}));
}

function change(was: Node, next: Node): void {
  const [old, fresh] = [Array.from(was.childNodes), Array.from(next.childNodes)];
  fresh.forEach((node, i) => {
    const there = old[i];
    if (!there) was.appendChild(node);
    else if (!same(there, node)) was.replaceChild(node, there);
    else if (there instanceof HTMLElement) renew(there, node as HTMLElement);
    else if (there.nodeValue !== node.nodeValue) there.nodeValue = node.nodeValue;
  });
  for (const gone of old.slice(fresh.length)) was.removeChild(gone);
}

const key = (node: Node): string | undefined => (node instanceof HTMLElement ? node.dataset['key'] : undefined);
const same = (a: Node, b: Node): boolean => a.nodeName === b.nodeName && key(a) === key(b);

function renew(there: HTMLElement, next: HTMLElement): void {
  if (key(there)) return;
  for (const {name} of Array.from(there.attributes)) if (!next.hasAttribute(name)) there.removeAttribute(name);
  for (const {name, value} of Array.from(next.attributes)) {
    if (there.getAttribute(name) !== value) there.setAttribute(name, value);
  }
  there.onclick = next.onclick; // the one event of what has no key; a property, so that it replaces the old one
  change(there, next);
}
