import { AxeBuilder } from "@axe-core/playwright";
import { test as base, type BrowserContextOptions, type Page } from "@playwright/test";

import { ChatPage } from "../pages/chat_page.ts";
import { Server } from "./server.ts";

interface Fixtures {
  server: Server;
  /** Brings a person with a browser of their own, or one more browser of theirs, signed in and in General. */
  person: (name: string, options?: BrowserContextOptions) => Promise<ChatPage>;
  ada: ChatPage;
  grace: ChatPage;
  /** What axe calls serious or critical on the page. */
  seriousFlaws: (page: Page) => Promise<string[]>;
}

export const test = base.extend<Fixtures>({
  server: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  },
  person: async ({ browser, server, contextOptions, viewport, locale, timezoneId }, use) => {
    const contexts: Array<{ close(): Promise<void> }> = [];
    const complaints: string[] = [];
    await use(async (name, options = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        viewport,
        locale,
        timezoneId,
        serviceWorkers: "block",
        baseURL: server.url,
        ...options,
      });
      contexts.push(context);
      const page = await context.newPage();
      page.on("pageerror", (error) => complaints.push(`${name}: ${error.message}`));
      page.on("console", (message) => {
        // A lost network is part of many tests, and the browser reports it as an error of its own; so is a page without
        // its service worker.
        const expected = /net::ERR_|Failed to fetch|WebSocket connection|Failed to load resource|blocked by Playwright/.test(message.text());
        if (["error", "warning"].includes(message.type()) && !expected) complaints.push(`${name}: ${message.text()}`);
      });
      const chat = new ChatPage(page, name);
      // Whoever comes with the cookies of another browser is signed in already.
      if (options.storageState) await chat.open("/");
      else if (options.javaScriptEnabled !== false) await chat.signIn();
      return chat;
    });
    await Promise.all(contexts.map((context) => context.close()));
    base.expect(complaints, "the console stays quiet").toEqual([]);
  },
  ada: async ({ person }, use) => use(await person("Ada")),
  grace: async ({ person }, use) => use(await person("Grace")),
  seriousFlaws: async ({}, use) => {
    await use(async (page) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
  },
});

export { expect } from "@playwright/test";
