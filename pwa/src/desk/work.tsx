// What the desk shows once somebody is signed in. It is fetched then: a driver's phone never carries it.
import type {Me} from '../api/desk';
import {common} from '../i18n/common';
import {deskPeople} from '../i18n/desk-people';
import {say} from '../i18n/lang';
import {EmptyState} from '../ui/blocks';
import {ButtonLink} from '../ui/button';
import {Frame, type NavGroup} from '../ui/frame';
import {Page} from '../ui/page';
import {Routes, type Route} from '../ui/router';
import {SettingsPanel} from '../ui/settings-panel';
import {ConfirmIdentity} from './confirm-identity';
import {AskBeforeLeaving} from './leave';
import {doors, type Door} from './doors';
import {Account} from './screens/account';
import {AlertsScreen} from './screens/alerts';
import {Audit} from './screens/audit';
import {Devices} from './screens/devices';
import {Home} from './screens/home';
import {People} from './screens/people';
import {EditPerson, NewPerson} from './screens/person';
import {CallScreen} from './screens/call';
import {DuplicatesScreen} from './screens/duplicates';
import {HouseholdScreen} from './screens/household';
import {EditHouseholdScreen, NewHouseholdScreen} from './screens/household-form';
import {HouseholdsScreen} from './screens/households';
import {ChooseJoinScreen, JoinScreen} from './screens/join';
import {ChequesScreen} from './screens/cheques';
import {ProblemsScreen} from './screens/problems';
import {ReportScreen} from './screens/report';
import {RoundsScreen} from './screens/rounds';
import {LotsScreen} from './screens/lots';
import {FindScreen} from './screens/find';
import {MerchantScreen, NewMerchantScreen} from './screens/merchant';
import {MerchantsScreen} from './screens/merchants';
import {ServiceScreen} from './screens/service';
import {OrderScreen} from './screens/order';
import {SlipScreen} from './screens/slip';
import {SlipsScreen} from './screens/slips';
import {RequestScreen} from './screens/request';
import {RequestsScreen} from './screens/requests';
import {TodayScreen} from './screens/today';
import './css/index.css';
import {roleName} from './roles';
import {may} from './session';

function routes(who: Me): readonly Route[] {
  const only = (permission: string, view: Route['view']): Route['view'] =>
    may(who, permission) ? view : () => <Forbidden />;
  return [
    {path: '/desk', view: () => (may(who, 'orders.read') ? <TodayScreen who={who} /> : <Home who={who} />)},
    {path: '/desk/call', view: only('requests.edit', () => <CallScreen who={who} />)},
    {path: '/desk/requests', view: only('requests.read', () => <RequestsScreen />)},
    {path: '/desk/requests/:id', view: only('requests.read', p => <RequestScreen who={who} id={p['id'] ?? ''} />)},
    {path: '/desk/households', view: only('households.read', () => <HouseholdsScreen who={who} />)},
    {path: '/desk/households/new', view: only('households.edit', () => <NewHouseholdScreen who={who} />)},
    {
      path: '/desk/households/:id',
      view: only('households.read', p => <HouseholdScreen who={who} id={p['id'] ?? ''} />),
    },
    {path: '/desk/duplicates', view: only('households.edit', () => <DuplicatesScreen />)},
    {
      path: '/desk/households/:id/join',
      view: only('households.edit', p => <ChooseJoinScreen id={p['id'] ?? ''} />),
    },
    {
      path: '/desk/households/:id/join/:other',
      view: only('households.edit', p => <JoinScreen id={p['id'] ?? ''} other={p['other'] ?? ''} />),
    },
    {
      path: '/desk/households/:id/edit',
      view: only('households.edit', p => <EditHouseholdScreen who={who} id={p['id'] ?? ''} />),
    },
    {path: '/desk/households/:id/order', view: only('orders.edit', p => <OrderScreen who={who} id={p['id'] ?? ''} />)},
    {path: '/desk/rounds', view: only('orders.read', () => <RoundsScreen who={who} />)},
    {path: '/desk/problems', view: only('field.follow', () => <ProblemsScreen />)},
    {path: '/desk/alerts', view: only('alerts.read', () => <AlertsScreen />)},
    {path: '/desk/cheques', view: only('field.follow', () => <ChequesScreen />)},
    {path: '/desk/merchants', view: only('merchants.read', () => <MerchantsScreen who={who} />)},
    {path: '/desk/merchants/new', view: only('merchants.edit', () => <NewMerchantScreen />)},
    {path: '/desk/merchants/:id', view: only('merchants.edit', p => <MerchantScreen id={p['id'] ?? ''} />)},
    {path: '/desk/lots', view: only('orders.read', () => <LotsScreen who={who} />)},
    {path: '/desk/service', view: only('settings.manage', () => <ServiceScreen />)},
    {path: '/desk/find', view: only('households.read', () => <FindScreen who={who} />)},
    {path: '/desk/slips', view: only('orders.read', () => <SlipsScreen who={who} />)},
    {path: '/desk/slips/:id', view: only('orders.read', p => <SlipScreen who={who} id={p['id'] ?? ''} />)},
    {path: '/desk/people', view: only('people.read', () => <People who={who} />)},
    {path: '/desk/people/new', view: only('drivers.manage', () => <NewPerson who={who} />)},
    {path: '/desk/people/:id', view: only('drivers.manage', p => <EditPerson who={who} id={p['id'] ?? ''} />)},
    {path: '/desk/devices', view: only('drivers.manage', () => <Devices />)},
    {path: '/desk/report', view: only('figures.read', () => <ReportScreen />)},
    {path: '/desk/audit', view: only('audit.read', () => <Audit />)},
    {path: '/desk/account', view: () => <Account who={who} />},
    {path: '/desk/settings', view: () => <Settings />},
  ];
}

function groups(all: readonly Door[]): readonly NavGroup[] {
  const {nav} = say(deskPeople);
  return [
    {entries: all.filter(d => d.group === 'work')},
    {title: nav.team, entries: all.filter(d => d.group === 'team')},
    {title: nav.you, entries: all.filter(d => d.group === 'you')},
  ].filter(g => g.entries.length > 0);
}

/** The desk's frame with the screen that the address names. */
export function Inside({who}: {readonly who: Me}) {
  const foot = (
    <>
      <strong>{who.name}</strong>
      <span class="small">{who.roles.map(roleName).join(', ')}</span>
    </>
  );
  return (
    <Frame home="/desk" groups={groups(doors(who))} tabs={4} side foot={foot}>
      <Routes routes={routes(who)} missing={() => <Missing />} />
      <ConfirmIdentity who={who} />
      <AskBeforeLeaving />
    </Frame>
  );
}

function Settings() {
  return (
    <Page title={say(common).settings.title} narrow>
      <SettingsPanel />
    </Page>
  );
}

function Forbidden() {
  const t = say(deskPeople).forbidden;
  return (
    <Page title={t.title} narrow>
      <p>{t.text}</p>
    </Page>
  );
}

function Missing() {
  const t = say(common).missing;
  return (
    <Page title={t.title} narrow>
      <EmptyState title={t.text}>
        <ButtonLink href="/desk" look="primary">
          {say(common).fault.home}
        </ButtonLink>
      </EmptyState>
    </Page>
  );
}
