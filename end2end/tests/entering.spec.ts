import type { Page } from "@playwright/test";

import { ChatPage } from "../pages/chat_page.ts";
import { expect, test as base } from "../support/fixtures.ts";
import { Server } from "../support/server.ts";

const PASSWORD = "the roses are out again";

// A server as it is without being told otherwise, and browsers that nobody has signed in with.
const test = base.extend<{ stranger: (options?: { javaScriptEnabled?: boolean }) => Promise<Page> }>({
  server: async ({}, use) => {
    const server = await Server.start(false);
    await use(server);
    await server.stop();
  },
  stranger: async ({ browser, server, viewport }, use) => {
    const contexts: Array<{ close(): Promise<void> }> = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ viewport, serviceWorkers: "block", baseURL: server.url, ...options });
      contexts.push(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/** Fills the form on the page and sends it, by keyboard alone. */
async function enter(page: Page, name: string, password: string): Promise<void> {
  await page.getByRole("textbox", { name: "Your name" }).focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
}

async function setUp(page: Page, server: Server): Promise<ChatPage> {
  await page.goto(await server.setUpLink);
  await enter(page, "Ada", PASSWORD);
  const ada = new ChatPage(page, "Ada");
  await ada.ready();
  return ada;
}

test("a fresh server is set up, and its owner is in General", async ({ server, stranger, seriousFlaws }) => {
  const page = await stranger();
  await page.goto(await server.setUpLink);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Set up this Hubbub");
  expect(await seriousFlaws(page)).toEqual([]);
  await enter(page, "Ada", "roses");
  await expect(page.getByRole("alert").filter({ hasText: "at least 10 characters" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Your name" })).toHaveValue("Ada");
  const ada = await setUp(page, server);
  await expect(ada.heading).toHaveText("General");
  await ada.say("Hello, whoever comes");
  await ada.expectAllSent();

  const late = await stranger();
  await late.goto(await server.setUpLink);
  await expect(late.getByRole("heading")).toHaveText("This link does not work any more");
  expect(await seriousFlaws(late)).toEqual([]);
});

test("who signs out is out in every tab, and comes back with the password", async ({ server, stranger, seriousFlaws }) => {
  const page = await stranger();
  const ada = await setUp(page, server);
  const tab = new ChatPage(await page.context().newPage(), "Ada");
  await tab.open("/rooms/general");

  await ada.page.getByRole("button", { name: "Sign out" }).click();
  await expect(ada.heading).toHaveText("Sign in");
  await expect(tab.banner).toContainText(/signed out/i);
  expect(await seriousFlaws(ada.page)).toEqual([]);

  await enter(page, "Ada", "the roses are in");
  await expect(page.getByText("The name or the password is wrong.")).toBeVisible();
  await enter(page, "ada", PASSWORD);
  await ada.ready();
  await expect(ada.heading).toHaveText("General");
});

test("everything about coming in works without scripts", async ({ server, stranger }) => {
  const page = await stranger({ javaScriptEnabled: false });
  await page.goto(await server.setUpLink);
  await enter(page, "Ada", PASSWORD);
  await expect(page).toHaveURL(/\/rooms\/general$/);
  await page.getByRole("button", { name: "Sign out" }).click();
  await enter(page, "Ada", PASSWORD);
  await expect(page).toHaveURL(/\/rooms\/general$/);
});

test("an owner invites somebody, who comes in and talks", async ({ server, stranger, seriousFlaws }) => {
  const page = await stranger();
  const ada = await setUp(page, server);
  await ada.rooms.getByRole("link", { name: /Ada.*Settings/ }).click();
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("combobox", { name: "As", exact: true }).selectOption("member");
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.locator("code").innerText();
  expect(await seriousFlaws(page)).toEqual([]);
  await expect(page.getByText("for one more")).toBeVisible();

  const other = await stranger();
  await other.goto(link);
  expect(await seriousFlaws(other)).toEqual([]);
  await enter(other, "Grace", "she sells sea shells");
  const grace = new ChatPage(other, "Grace");
  await grace.ready();
  await ada.open("/rooms/general");
  await grace.say("Here I am");
  await ada.expectMessages(["Here I am"]);

  await page.goto("/settings/people");
  const row = page.getByRole("listitem").filter({ hasText: "Grace" });
  await row.getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByRole("status")).toHaveText("Done.");
  await expect(grace.banner).toContainText(/signed out/i);
  expect(await seriousFlaws(page)).toEqual([]);
});

test("somebody sees where they are signed in and changes the password", async ({ server, stranger, seriousFlaws }) => {
  const page = await stranger();
  await setUp(page, server);
  const phone = await stranger();
  await phone.goto("/sign-in");
  await enter(phone, "Ada", PASSWORD);
  const away = new ChatPage(phone, "Ada");
  await away.ready();

  await page.goto("/settings/account");
  await expect(page.getByRole("listitem")).toHaveCount(2);
  expect(await seriousFlaws(page)).toEqual([]);
  await page.getByLabel("Password until now").fill(PASSWORD);
  await page.getByLabel("New password").fill("a much better sentence");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("status")).toHaveText("Done.");
  await expect(away.banner).toContainText(/signed out/i);
  await expect(page.getByRole("listitem")).toHaveCount(1);
});
