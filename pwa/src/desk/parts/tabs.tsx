import {Link} from '../../ui/router';

type Props = {
  readonly label: string;
  readonly current: string;
  readonly tabs: readonly {readonly key: string; readonly label: string; readonly href: string}[];
};

/** Views of one list as links, so that each has an address of its own. */
export const Tabs = ({label, current, tabs}: Props) => (
  <nav class="tabs" aria-label={label}>
    {tabs.map(t => (
      <Link key={t.key} href={t.href} aria-current={t.key === current ? 'page' : undefined}>
        {t.label}
      </Link>
    ))}
  </nav>
);
