// What the desk asks of the server about people, phones and itself.
import {ask, type Result} from './http';

export type Role = 'admin' | 'coordinator' | 'socialWorker' | 'orderAgent' | 'driver' | 'observer';
export const roles: readonly Role[] = ['admin', 'coordinator', 'socialWorker', 'orderAgent', 'driver', 'observer'];
export type Origin =
  | 'ccas'
  | 'town'
  | 'youth'
  | 'council'
  | 'reserve'
  | 'student'
  | 'platform'
  | 'association'
  | 'business'
  | 'elected'
  | 'resident';
export const origins: readonly Origin[] = [
  'ccas',
  'town',
  'youth',
  'council',
  'reserve',
  'student',
  'platform',
  'association',
  'business',
  'elected',
  'resident',
];

export type Me = {
  readonly id: string;
  readonly name: string;
  readonly login?: string;
  readonly roles: readonly Role[];
  readonly permissions: readonly string[];
  readonly factor?: boolean;
};

export type Person = {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly login?: string;
  readonly roles: readonly Role[];
  readonly origin: Origin;
  readonly phone?: string;
  readonly availability?: string;
  readonly skills?: readonly string[];
  readonly locale?: string;
  readonly goesOn?: boolean;
  readonly disabled?: boolean;
};

export type PersonForm = Omit<Person, 'id' | 'version' | 'disabled'>;
export type Session = {
  readonly id: string;
  readonly label: string;
  readonly created: string;
  readonly seen: string;
  readonly current: boolean;
};
export type Ticket = {readonly code: string; readonly url: string; readonly expiresAt: string};
export type Device = {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly label: string;
  readonly enrolledAt: string;
  readonly lastContact?: string;
  readonly access: 'ok' | 'expired' | 'revoked';
};
export type AuditEntry = {
  readonly seq: number;
  readonly at: string;
  readonly by?: string;
  readonly action: string;
  readonly object?: string;
};
export type AuditPage = {
  readonly entries: readonly AuditEntry[];
  readonly next: number;
  readonly names: Readonly<Record<string, string>>;
};

export const me = () => ask<Me>({method: 'GET', path: '/api/session'});
export const signIn = (body: {login: string; password: string; code?: string}) =>
  ask<Me>({method: 'POST', path: '/api/session', body});
export const signOut = () => ask<void>({method: 'DELETE', path: '/api/session'});
export const setUp = (body: {token: string; name: string; login: string; password: string; locale: string}) =>
  ask<Me>({method: 'POST', path: '/api/setup', body});
export const choosePassword = (body: {token: string; password: string}) =>
  ask<void>({method: 'POST', path: '/api/password/reset', body});

export const changePassword = (body: {current: string; next: string}) =>
  ask<void>({method: 'POST', path: '/api/account/password', body});
export const beginFactor = (body: {password: string}) =>
  ask<{secret: string; url: string; qr?: string}>({method: 'POST', path: '/api/account/factor', body});
export const confirmFactor = (body: {code: string}) =>
  ask<{recovery: readonly string[]}>({method: 'POST', path: '/api/account/factor/confirm', body});
export const endFactor = (body: {password: string}) => ask<void>({method: 'DELETE', path: '/api/account/factor', body});
export const sessions = () => ask<{sessions: readonly Session[]}>({method: 'GET', path: '/api/sessions'});
export const endSession = (id: string) => ask<void>({method: 'DELETE', path: `/api/sessions/${id}`});

export const people = () => ask<{people: readonly Person[]}>({method: 'GET', path: '/api/people'});
export const person = (id: string) => ask<Person>({method: 'GET', path: `/api/people/${id}`});
export const addPerson = (body: PersonForm) => ask<Person>({method: 'POST', path: '/api/people', body});
export const editPerson = (id: string, body: PersonForm & {version: number}) =>
  ask<Person>({method: 'PUT', path: `/api/people/${id}`, body});
export const setDisabled = (id: string, disabled: boolean) =>
  ask<void>({method: 'POST', path: `/api/people/${id}/${disabled ? 'disable' : 'enable'}`});
export const passwordLink = (id: string) =>
  ask<{url: string; expiresAt: string}>({method: 'POST', path: `/api/people/${id}/password-link`});

export const newEnrolment = (personId: string) =>
  ask<Ticket>({method: 'POST', path: '/api/enrolments', body: {person: personId}});
export const devices = () => ask<{devices: readonly Device[]}>({method: 'GET', path: '/api/devices'});
export const revokeDevice = (id: string) => ask<void>({method: 'POST', path: `/api/devices/${id}/revoke`});

export const audit = (before: number) =>
  ask<AuditPage>({method: 'GET', path: `/api/audit?limit=50${before ? `&before=${before}` : ''}`});
export const verifyAudit = () =>
  ask<{intact: boolean; entries: number; brokenAt: number}>({method: 'GET', path: '/api/audit/check'});

export type {Result};
