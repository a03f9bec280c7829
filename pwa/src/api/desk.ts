// What the desk asks of the server about people, phones and itself.
import {api, settle, type Result} from './http';
import type {components} from './schema.gen';

type Schema = components['schemas'];
export type Me = Schema['Me'];
export type Person = Schema['PersonItem'];
export type PersonForm = Schema['PersonForm'];
export type Device = Schema['DeviceItem'];
export type AuditEntry = Schema['AuditEntry'];
export type AuditPage = Schema['AuditOutputBody'];
export type AuditCheck = Schema['AuditCheckOutputBody'];

export const me = () => settle(api.GET('/api/session'));
export const signIn = (body: Schema['SignInInputBody']) => settle(api.POST('/api/session', {body}));
export const signOut = () => settle(api.DELETE('/api/session'));
export const setUp = (body: Schema['SetupInputBody']) => settle(api.POST('/api/setup', {body}));
export const choosePassword = (body: Schema['ResetPasswordInputBody']) =>
  settle(api.POST('/api/password/reset', {body}));

export const changePassword = (body: Schema['ChangePasswordInputBody']) =>
  settle(api.POST('/api/account/password', {body}));
export const beginFactor = (body: Schema['PasswordInputBody']) => settle(api.POST('/api/account/factor', {body}));
export const confirmFactor = (body: Schema['CodeInputBody']) => settle(api.POST('/api/account/factor/confirm', {body}));
export const endFactor = (body: Schema['PasswordInputBody']) => settle(api.DELETE('/api/account/factor', {body}));
export const sessions = () => settle(api.GET('/api/sessions'));
export const endSession = (id: string) => settle(api.DELETE('/api/sessions/{id}', {params: {path: {id}}}));

export const people = () => settle(api.GET('/api/people'));
export const person = (id: string) => settle(api.GET('/api/people/{id}', {params: {path: {id}}}));
export const addPerson = (body: PersonForm, key: string) =>
  settle(api.POST('/api/people', {params: {header: {'Idempotency-Key': key}}, body}));
export const editPerson = (id: string, body: Schema['EditPersonInputBody']) =>
  settle(api.PUT('/api/people/{id}', {params: {path: {id}}, body}));
export const disablePerson = (id: string) => settle(api.POST('/api/people/{id}/disable', {params: {path: {id}}}));
export const enablePerson = (id: string) => settle(api.POST('/api/people/{id}/enable', {params: {path: {id}}}));
export const passwordLink = (id: string) => settle(api.POST('/api/people/{id}/password-link', {params: {path: {id}}}));

export const newEnrolment = (driver: string) => settle(api.POST('/api/enrolments', {body: {person: driver}}));
export const devices = () => settle(api.GET('/api/devices'));
export const revokeDevice = (id: string) => settle(api.POST('/api/devices/{id}/revoke', {params: {path: {id}}}));

/** Entries older than `before`; 0 begins with the newest. */
export const audit = (before: number) =>
  settle(api.GET('/api/audit', {params: {query: before > 0 ? {before, limit: 50} : {limit: 50}}}));
export const verifyAudit = () => settle(api.GET('/api/audit/check'));

export type {Result};
