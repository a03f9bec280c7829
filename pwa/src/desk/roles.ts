// Roles and origins, in the order and words of the screens. The server's words are stable; a newer one is shown as it is.
import {deskPeople} from '../i18n/desk-people';
import {say} from '../i18n/lang';

export const roles = Object.keys(deskPeople.fr.roles);
export const origins = Object.keys(deskPeople.fr.origins);

const word = (words: Readonly<Record<string, string>>, key: string): string => words[key] ?? key;

export const roleName = (role: string): string => word(say(deskPeople).roles, role);
export const originName = (origin: string): string => word(say(deskPeople).origins, origin);
