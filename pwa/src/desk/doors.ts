// Where a person may go at the desk. One list feeds the navigation, the home screen and the routes.
import type {Me} from '../api/desk';
import {deskIntake} from '../i18n/desk-intake';
import {deskLots} from '../i18n/desk-lots';
import {deskOrder} from '../i18n/desk-order';
import {deskPeople} from '../i18n/desk-people';
import {deskReport} from '../i18n/desk-report';
import {deskRounds} from '../i18n/desk-rounds';
import {deskService} from '../i18n/desk-service';
import {deskShops} from '../i18n/desk-shops';
import {say} from '../i18n/lang';
import type {NavEntry} from '../ui/frame';
import {may} from './session';

export type Door = NavEntry & {
  readonly group: 'work' | 'team' | 'you';
  /** What it is for, on the home screen. */
  readonly about?: string;
};

export function doors(who: Me): readonly Door[] {
  const {nav, home} = say(deskPeople);
  const work = say(deskIntake).nav;
  const field = say(deskRounds).nav;
  const all: readonly (Door | false)[] = [
    {href: '/desk', label: nav.home, icon: 'home', group: 'work'},
    may(who, 'requests.edit') && {href: '/desk/call', label: work.call, icon: 'phone', group: 'work'},
    may(who, 'orders.read') && {href: '/desk/slips', label: say(deskOrder).nav.slips, icon: 'basket', group: 'work'},
    may(who, 'orders.read') && {href: '/desk/rounds', label: field.rounds, icon: 'route', group: 'work'},
    may(who, 'field.follow') && {href: '/desk/problems', label: field.problems, icon: 'warn', group: 'work'},
    may(who, 'alerts.read') && {href: '/desk/alerts', label: field.alerts, icon: 'warn', group: 'work'},
    may(who, 'field.follow') && {href: '/desk/cheques', label: field.cheques, icon: 'money', group: 'work'},
    may(who, 'requests.read') && {href: '/desk/requests', label: work.requests, icon: 'clock', group: 'work'},
    may(who, 'households.read') && {href: '/desk/households', label: work.households, icon: 'person', group: 'work'},
    may(who, 'merchants.read') && {
      href: '/desk/merchants',
      label: say(deskShops).nav.merchants,
      icon: 'shop',
      group: 'work',
    },
    may(who, 'orders.read') && {href: '/desk/lots', label: say(deskLots).nav, icon: 'basket', group: 'work'},
    may(who, 'households.read') && {href: '/desk/find', label: work.find, icon: 'find', group: 'work'},
    may(who, 'settings.manage') && {
      href: '/desk/service',
      label: say(deskService).nav,
      icon: 'settings',
      group: 'team',
      about: say(deskService).lead,
    },
    may(who, 'people.read') && {
      href: '/desk/people',
      label: nav.people,
      icon: 'people',
      group: 'team',
      about: home.people,
    },
    may(who, 'drivers.manage') && {
      href: '/desk/devices',
      label: nav.devices,
      icon: 'phone',
      group: 'team',
      about: home.devices,
    },
    may(who, 'figures.read') && {href: '/desk/report', label: say(deskReport).nav, icon: 'book', group: 'work'},
    may(who, 'audit.read') && {href: '/desk/audit', label: nav.audit, icon: 'book', group: 'team', about: home.audit},
    {href: '/desk/account', label: nav.account, icon: 'person', group: 'you', about: home.account},
    {href: '/desk/settings', label: nav.settings, icon: 'settings', group: 'you'},
  ];
  return all.filter(d => d !== false);
}
