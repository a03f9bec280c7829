// The quiet building blocks: card, banner, badge, list, empty state, spinner.
import type {ComponentChildren} from 'preact';
import {useEffect} from 'preact/hooks';
import {useSignal} from '@preact/signals';
import {say} from '../i18n/lang';
import {common} from '../i18n/common';
import {Street} from './brand';
import {Icon, type IconName} from './icon';
import {Link} from './router';

type Body = {readonly children: ComponentChildren};

/** A titled region. The title makes it a landmark that a screen reader can list. */
export function Card({title, id, children}: Body & {readonly title?: string; readonly id?: string}) {
  if (!title) return <div class="card">{children}</div>;
  const heading = `${id ?? title.replace(/\W+/g, '-')}-title`;
  return (
    <section class="card" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {children}
    </section>
  );
}

export type Tone = 'info' | 'good' | 'warn' | 'bad';
const toneIcon: Record<Tone, IconName> = {info: 'info', good: 'check', warn: 'warn', bad: 'stop'};

type BannerProps = Body & {readonly tone?: Tone; readonly role?: 'alert'};

/**
 * A message in the flow of the page. `bad` interrupts a screen reader, the others are read where they stand; one that
 * comes in answer to a press is an alert, since a region that comes with its words is not said.
 */
export function Banner({tone = 'info', role, children}: BannerProps) {
  return (
    <div class={`banner ${tone}`} role={role ?? (tone === 'bad' ? 'alert' : 'status')}>
      <Icon name={toneIcon[tone]} />
      <div>{children}</div>
    </div>
  );
}

/** A state in one word. Colour helps, the icon and the word say it. */
export function Badge({tone, icon, children}: Body & {readonly tone?: Tone; readonly icon?: IconName}) {
  return (
    <span class={tone ? `badge ${tone}` : 'badge'}>
      <Icon name={icon ?? (tone ? toneIcon[tone] : 'info')} />
      {children}
    </span>
  );
}

export const List = ({children, label}: Body & {readonly label?: string}) => (
  <ul class="list" aria-label={label}>
    {children}
  </ul>
);

type ItemProps = {
  readonly name: ComponentChildren;
  readonly detail?: ComponentChildren;
  readonly href?: string;
  readonly icon?: IconName;
  readonly children?: ComponentChildren;
};

export function Item({name, detail, href, icon, children}: ItemProps) {
  const inner = (
    <>
      {icon && (
        <span class="door-icon">
          <Icon name={icon} />
        </span>
      )}
      <span class="words">
        <span class="name">{name}</span>
        {detail && <span class="soft small">{detail}</span>}
      </span>
      {children}
    </>
  );
  return (
    <li>
      {href ? (
        <Link class="item" href={href}>
          {inner}
        </Link>
      ) : (
        <div class="item">{inner}</div>
      )}
    </li>
  );
}

export function Facts({rows}: {readonly rows: readonly (readonly [string, ComponentChildren])[]}) {
  return (
    <dl class="facts">
      {rows.map(([k, v]) => (
        <div key={k}>
          <dt>{k}</dt>
          <dd>{v}</dd>
        </div>
      ))}
    </dl>
  );
}

export function EmptyState({title, children}: {readonly title: string; readonly children?: ComponentChildren}) {
  return (
    <div class="empty">
      <Street />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Waits 300 ms before it shows, so that a quick answer does not flicker; then it is announced. */
export function Spinner() {
  const late = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      late.value = true;
    }, 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status">
      {late.value && (
        <span class="spinner">
          <i />
          {say(common).loading}
        </span>
      )}
    </div>
  );
}
