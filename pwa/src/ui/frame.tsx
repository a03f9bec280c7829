// The frames around a screen: with navigation, or the street of doors before anybody is known.
import type {ComponentChildren, JSX} from 'preact';
import {useSignal} from '@preact/signals';
import {common} from '../i18n/common';
import {say} from '../i18n/lang';
import {Banner} from './blocks';
import {Street, Wordmark} from './brand';
import {Button} from './button';
import {Dialog} from './dialog';
import {Icon, type IconName} from './icon';
import {Link, path} from './router';
import {Toasts} from './toast';
import {update, updateReady, updating} from './update';

export type NavEntry = {readonly href: string; readonly label: string; readonly icon: IconName};
export type NavGroup = {readonly title?: string; readonly entries: readonly NavEntry[]};

const under = (href: string) => {
  const root = href.split('/').filter(Boolean).length < 2;
  return root ? path.value.replace(/\/$/, '') === href.replace(/\/$/, '') : path.value.startsWith(href);
};
const current = (href: string) => (under(href) ? ('page' as const) : undefined);

function Skip() {
  const toMain = (e: Event) => {
    e.preventDefault();
    document.querySelector<HTMLElement>('h1')?.focus();
  };
  return (
    <a class="skip" href="#main" onClick={toMain}>
      {say(common).skip}
    </a>
  );
}

export function UpdateBanner() {
  const t = say(common).update;
  if (!updateReady.value) return null;
  return (
    <Banner>
      <p>
        <strong>{t.ready}</strong> {t.later}
      </p>
      <Button icon="refresh" busy={updating.value} onClick={update}>
        {t.reload}
      </Button>
    </Banner>
  );
}

function Groups({groups, onGo}: {readonly groups: readonly NavGroup[]; readonly onGo?: () => void}) {
  return (
    <>
      {groups.map((g, i) => (
        <div class="menu" key={g.title ?? i}>
          {g.title && <p class="menu-title">{g.title}</p>}
          <ul>
            {g.entries.map(e => (
              <li key={e.href}>
                <Link href={e.href} aria-current={current(e.href)} onClickCapture={onGo}>
                  <Icon name={e.icon} />
                  {e.label}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}

const Tab = ({entry}: {readonly entry: NavEntry}) => (
  <Link href={entry.href} class="tab" aria-current={current(entry.href)}>
    <Icon name={entry.icon} />
    <span>{entry.label}</span>
  </Link>
);

type FrameProps = {
  readonly home: string;
  readonly groups: readonly NavGroup[];
  /** How many entries the phone's bar shows; the others are behind "Menu". */
  readonly tabs: number;
  /** A wide window shows the groups at the side. */
  readonly side?: true;
  /** `later`: something is half done, no time to offer a new version. */
  readonly update?: 'later' | undefined;
  readonly top?: ComponentChildren;
  readonly foot?: ComponentChildren;
  readonly children: ComponentChildren;
};

export function Frame({home, groups, tabs, side, update: offer, top, foot, children}: FrameProps) {
  const t = say(common);
  const open = useSignal(false);
  const all = groups.flatMap(g => g.entries);
  return (
    <div class={side ? 'frame with-side' : 'frame'} style={{'--bar': '4rem'}}>
      <Skip />
      {side && (
        <nav class="side" aria-label={t.mainNav}>
          <Wordmark href={home} />
          <Groups groups={groups} />
          {foot && <div class="who">{foot}</div>}
        </nav>
      )}
      <header class="top">
        <Toasts />
        <Wordmark href={home} />
        <div class="end">{top}</div>
      </header>
      <main class="main" id="main">
        <div class="stack">
          {offer !== 'later' && <UpdateBanner />}
          {children}
        </div>
      </main>
      <nav class="bar" aria-label={side ? t.menu : t.mainNav}>
        {all.slice(0, tabs).map(e => (
          <Tab entry={e} key={e.href} />
        ))}
        {all.length > tabs && (
          <button type="button" class="tab" aria-haspopup="dialog" onClick={() => (open.value = true)}>
            <Icon name="menu" />
            <span>{t.menu}</span>
          </button>
        )}
      </nav>
      {open.value && (
        <Dialog title={t.menu} sheet onClose={() => (open.value = false)}>
          <Groups groups={groups} onGo={() => (open.value = false)} />
          {foot}
        </Dialog>
      )}
    </div>
  );
}

type DoorProps = {
  readonly home: string;
  readonly say: string;
  /** What the button "Settings" opens. */
  readonly settings: () => JSX.Element;
  readonly children: ComponentChildren;
};

export function DoorFrame({home, say: words, settings: panel, children}: DoorProps) {
  const settings = say(common).settings.title;
  const open = useSignal(false);
  return (
    <div class="door">
      <Skip />
      <header class="door-front">
        <div class="row spread">
          <Wordmark href={home} />
          <button type="button" class="door-settings" aria-haspopup="dialog" onClick={() => (open.value = true)}>
            <Icon name="settings" />
            {settings}
          </button>
        </div>
        <p class="say">{words}</p>
        <Street />
        <Toasts />
      </header>
      <main class="door-main" id="main">
        <div class="stack">
          <UpdateBanner />
          {children}
        </div>
      </main>
      {open.value && (
        <Dialog title={settings} onClose={() => (open.value = false)}>
          {panel()}
        </Dialog>
      )}
    </div>
  );
}
