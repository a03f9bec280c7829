import {common} from '../i18n/common';
import {driver} from '../i18n/driver';
import {say} from '../i18n/lang';
import {Badge, EmptyState, Spinner} from '../ui/blocks';
import {ButtonLink} from '../ui/button';
import {DoorFrame, Frame} from '../ui/frame';
import {Page} from '../ui/page';
import {match, path, Routes, type Params} from '../ui/router';
import {WithOffice, WithVisit} from './part';
import {known, status, rows} from './phone';
import {Home} from './screens/home';
import {Welcome} from './screens/welcome';

/** The token stands in the fragment, which no server log holds; it leaves the address at once. */
function takeToken(): string {
  if (!match('/enrol', location.pathname)) return '';
  const token = decodeURIComponent(location.hash.slice(1));
  if (token) history.replaceState(null, '', '/enrol');
  return token;
}

const token = takeToken();

export function Driver() {
  if (!known.value) {
    return (
      <Outside>
        <Spinner />
      </Outside>
    );
  }
  if (!status.value.driver && rows.value === 'unreadable') {
    return (
      <Outside>
        <WithOffice view={p => <p.Locked />} />
      </Outside>
    );
  }
  if (match('/enrol', path.value)) {
    return (
      <Outside>
        <WithOffice view={p => <p.Enrol token={token} />} />
      </Outside>
    );
  }
  return status.value.driver ? <Inside /> : <Unknown />;
}

function Outside({children}: {readonly children: preact.ComponentChildren}) {
  return (
    <DoorFrame home="/" say={say(driver).say} settings={() => <WithOffice view={p => <p.SettingsPanel />} />}>
      {children}
    </DoorFrame>
  );
}

/** Settings are open to everybody: who needs large text needs it before signing in. So is a queue saved as a file. */
function Unknown() {
  return (
    <Outside>
      <Routes
        routes={[
          {path: '/', view: () => <Welcome />},
          {path: '/settings', view: () => <WithOffice view={p => <p.OpenSettings />} />},
          {path: '/outbox', view: () => <WithOffice view={p => <p.Outbox />} />},
        ]}
        missing={() => <Missing />}
      />
    </Outside>
  );
}

function Inside() {
  const {nav} = say(driver);
  return (
    <Frame
      home="/"
      groups={[
        {
          entries: [
            {href: '/', label: nav.home, icon: 'basket'},
            {href: '/outbox', label: nav.outbox, icon: 'outbox'},
            {href: '/settings', label: nav.settings, icon: 'settings'},
          ],
        },
      ]}
      tabs={3}
      update={/^\/(stop|slip|round)\//.test(path.value) ? 'later' : undefined}
      top={<SyncBadge />}
    >
      <Routes
        routes={[
          {path: '/', view: () => <Home />},
          {path: '/hand', view: () => <WithVisit view={p => <p.HandScreen />} />},
          ...(['look', 'do', 'trouble', 'worry'] as const).map(what => ({
            path: what === 'look' ? '/stop/:kind/:id' : `/stop/:kind/:id/${what}`,
            view: (at: Params) => (
              <WithVisit view={p => <p.AtStop kind={at['kind'] ?? ''} id={at['id'] ?? ''} what={what} />} />
            ),
          })),
          ...(['look', 'pickup'] as const).map(what => ({
            path: what === 'look' ? '/slip/:id' : `/slip/:id/${what}`,
            view: (at: Params) => <WithVisit view={p => <p.OfSlip id={at['id'] ?? ''} what={what} />} />,
          })),
          ...(['start', 'end'] as const).map(what => ({
            path: `/round/:id/${what}`,
            view: (at: Params) => <WithVisit view={p => <p.OfRound id={at['id'] ?? ''} what={what} />} />,
          })),
          {path: '/outbox', view: () => <WithOffice view={p => <p.Outbox />} />},
          {path: '/settings', view: () => <WithOffice view={p => <p.Settings />} />},
        ]}
        missing={() => <Missing />}
      />
    </Frame>
  );
}

/** In sight on every screen: how many acts wait. Said politely to screen readers when it changes. */
function SyncBadge() {
  const t = say(driver).sync;
  const {acts, parked} = status.value;
  const lost = rows.value === 'unreadable';
  const tone = lost || parked.length > 0 ? 'bad' : acts > 0 ? 'warn' : 'good';
  const words = lost ? t.unknown : parked.length > 0 ? t.parked(parked.length) : acts > 0 ? t.waiting(acts) : t.allSent;
  return (
    <div role="status">
      <Badge tone={tone} {...(tone === 'warn' ? {icon: 'clock' as const} : {})}>
        {words}
      </Badge>
    </div>
  );
}

function Missing() {
  const t = say(common).missing;
  return (
    <Page title={t.title} narrow>
      <EmptyState title={t.text}>
        <ButtonLink href="/" look="primary">
          {say(common).fault.home}
        </ButtonLink>
      </EmptyState>
    </Page>
  );
}
