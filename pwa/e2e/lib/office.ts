// What every file about the desk begins with: a server, a town with one round, a browser; and what each test ends with.
import type {Browser, BrowserContextOptions, Page} from 'playwright-core';
import {afterAll, afterEach, beforeAll, expect} from 'vitest';
import {openChromium} from './browsers';
import {openDesk, type Person} from './desk';
import {startServer, type Server} from './server';
import {prepareTour, type Tour} from './tour';

export type Office = {
  readonly server: Server;
  readonly tour: Tour;
  readonly browser: Browser;
  /** A desk signed in. It is closed after the test, which fails when the page met an error. */
  open(options: BrowserContextOptions, who?: Person): Promise<Page>;
};

/** doors is the number of slips in the town's round; first runs once, when all is there. For the top of a file. */
export function openOffice(doors: number, first: (office: Office) => Promise<void> = async () => {}): Office {
  let server: Server;
  let tour: Tour;
  let browser: Browser;
  let desks: {readonly page: Page; readonly errors: readonly string[]}[] = [];
  const office: Office = {
    get server() {
      return server;
    },
    get tour() {
      return tour;
    },
    get browser() {
      return browser;
    },
    async open(options, who) {
      const desk = await openDesk(browser, server.origin, options, who);
      desks.push(desk);
      return desk.page;
    },
  };
  beforeAll(async () => {
    server = await startServer();
    tour = await prepareTour(server, doors);
    browser = await openChromium();
    await first(office);
  });
  afterEach(async () => {
    const over = desks;
    desks = [];
    for (const {page} of over) await page.context().close();
    expect(over.flatMap(d => d.errors)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await server.remove();
  });
  return office;
}
