// What the report screen asks of the server.
import {api, settle} from './http';
import type {components} from './schema.gen';

export type Report = components['schemas']['ReportOutputBody'];
export type Sheet = components['schemas']['Sheet'];

export type Asked = {
  /** Absent: the service's first day, and today. */
  readonly from?: string;
  readonly to?: string;
  /** Small numbers stay untold. */
  readonly mask: boolean;
  readonly lang: string;
};

const query = (a: Asked) => ({...(a.from && {from: a.from}), ...(a.to && {to: a.to}), mask: a.mask, lang: a.lang});

export const report = (a: Asked) => settle(api.GET('/api/report', {params: {query: query(a)}}));

/** Where the same report is a file. */
export function reportFile(ending: 'csv' | 'pdf', a: Asked): string {
  const words = Object.entries(query(a)).map(([k, v]): [string, string] => [k, String(v)]);
  return `/api/report.${ending}?${new URLSearchParams(words)}`;
}
