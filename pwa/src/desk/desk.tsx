import {signal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {deskAccess} from '../i18n/desk-access';
import {say} from '../i18n/lang';
import {Spinner} from '../ui/blocks';
import {DoorFrame} from '../ui/frame';
import {SettingsPanel} from '../ui/settings-panel';
import {Page} from '../ui/page';
import {ProblemBanner} from '../ui/problem';
import {match, path} from '../ui/router';
import {ChoosePassword, SetUp} from './screens/setup';
import {SignIn} from './screens/sign-in';
import {askWho, session} from './session';
import {noAnswer} from '../api/problem';
import type {Me} from '../api/desk';
import type {Inside} from './work';

/** Reads a one-time token from the fragment, which no server log ever sees, and takes it off the address. */
function takeToken(): string {
  const token = decodeURIComponent(location.hash.slice(1));
  if (token) history.replaceState(null, '', location.pathname);
  return token;
}

const token = takeToken();

export function Desk() {
  const now = session.value;
  const doorless = match('/desk/setup', path.value) ?? match('/desk/password', path.value);
  useEffect(() => {
    if (!doorless) void askWho();
  }, []);
  if (match('/desk/setup', path.value)) return <Outside>{<SetUp token={token} />}</Outside>;
  if (match('/desk/password', path.value)) return <Outside>{<ChoosePassword token={token} />}</Outside>;
  switch (now.kind) {
    case 'asking':
      return (
        <Outside>
          <Spinner />
        </Outside>
      );
    case 'unknown':
      return (
        <Outside>
          <Page title={say(deskAccess).signIn.title} narrow>
            <ProblemBanner problem={now.problem} onRetry={askWho} />
          </Page>
        </Outside>
      );
    case 'nobody':
      return (
        <Outside>
          <SignIn ended={now.ended} />
        </Outside>
      );
    case 'somebody':
      return <Work who={now.me} />;
  }
}

function Outside({children}: {readonly children: preact.ComponentChildren}) {
  return (
    <DoorFrame home="/desk" say={say(deskAccess).say} settings={() => <SettingsPanel />}>
      {children}
    </DoorFrame>
  );
}

const inside = signal<typeof Inside | null>(null);
const unfetched = signal(false);

async function fetchWork(): Promise<void> {
  unfetched.value = false;
  try {
    inside.value = (await import('./work')).Inside;
  } catch {
    unfetched.value = true;
  }
}

/** The screens come when somebody is signed in, and once. */
function Work({who}: {readonly who: Me}) {
  useEffect(() => {
    if (!inside.value) void fetchWork();
  }, []);
  const View = inside.value;
  if (View) return <View who={who} />;
  return (
    <Outside>
      {unfetched.value ? <ProblemBanner problem={noAnswer} onRetry={() => location.reload()} /> : <Spinner />}
    </Outside>
  );
}
