// Who is signed in at the desk. The session itself is the server's: only a cookie that no script can read.
import {effect, signal} from '@preact/signals';
import {me, type Me} from '../api/desk';
import {signedOut} from '../api/http';
import type {Problem} from '../api/problem';

export type Session =
  | {readonly kind: 'asking'}
  | {readonly kind: 'nobody'; readonly ended: boolean}
  | {readonly kind: 'unknown'; readonly problem: Problem}
  | {readonly kind: 'somebody'; readonly me: Me};

export const session = signal<Session>({kind: 'asking'});

export async function askWho(): Promise<void> {
  const r = await me();
  if (r.ok) session.value = {kind: 'somebody', me: r.data};
  else if (r.problem.status === 401) session.value = {kind: 'nobody', ended: false};
  else session.value = {kind: 'unknown', problem: r.problem};
}

effect(() => {
  if (signedOut.value > 0 && session.peek().kind === 'somebody') session.value = {kind: 'nobody', ended: true};
});

/** The screens hide what the server would refuse; the server decides. */
export const may = (who: Me, permission: string): boolean => who.permissions.includes(permission);
