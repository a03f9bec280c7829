// Notices for the staff: whoever is signed in here.
import {effect} from '@preact/signals';
import {PushCard} from '../push/push-card';
import {renewAtStart, type Who} from '../push/subscribe';
import {session} from './session';

const asSession: Who = async () => (session.peek().kind === 'somebody' ? {} : null);

effect(() => {
  const {kind} = session.value;
  if (kind === 'somebody' || kind === 'nobody') void renewAtStart('desk', asSession);
});

export const PushHere = () => <PushCard area="desk" who={asSession} />;
