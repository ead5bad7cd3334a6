import type { ChatPage } from "../pages/chat_page.ts";
import { expect, test } from "../support/fixtures.ts";

/** Everybody is in the kitchen, Grace looks at it, and Ada has General open in two browsers. */
async function scene(ada: ChatPage, grace: ChatPage, person: (name: string, options?: object) => Promise<ChatPage>) {
  await ada.createRoom("Kitchen");
  await grace.open("/rooms/kitchen");
  await ada.rooms.getByRole("link", { name: /General/ }).click();
  await expect(ada.heading).toHaveText("General");
  const phone = await person("Ada", { storageState: await ada.page.context().storageState() });
  await expect(phone.rooms.getByRole("link", { name: /Kitchen/ })).toBeVisible();
  return phone;
}

/** The tab is in the background from now on, as far as it can tell. */
async function lookAway(chat: ChatPage) {
  await chat.page.evaluate(() => Object.defineProperty(document, "hasFocus", { value: () => false, configurable: true }));
}

test("U31: what is read in one browser is read in the other within a second", async ({ ada, grace, person }) => {
  const phone = await scene(ada, grace, person);
  for (const body of ["One", "Two", "Three"]) await grace.say(body);
  await grace.expectAllSent();
  for (const device of [ada, phone]) {
    await expect(device.rooms.getByRole("link", { name: /Kitchen.*3 unread/ })).toBeVisible();
    await expect(device.page).toHaveTitle(/^\(3\)/);
  }
  await ada.rooms.getByRole("link", { name: /Kitchen/ }).click();
  await expect(ada.rooms.getByRole("link", { name: /unread/ })).toHaveCount(0);
  await expect(phone.rooms.getByRole("link", { name: /unread/ })).toHaveCount(0, { timeout: 1_000 });
  await expect(phone.page).not.toHaveTitle(/^\(/);
  await phone.reload();
  await phone.ready();
  await expect(phone.rooms.getByRole("link", { name: /unread/ })).toHaveCount(0);
});

test("U28: a tab without focus marks nothing as read, and the divider does not follow other browsers (U27)", async ({
  ada,
  grace,
  person,
}) => {
  const phone = await scene(ada, grace, person);
  await grace.say("One");
  await grace.expectAllSent();
  await expect(phone.rooms.getByRole("link", { name: /Kitchen.*1 unread/ })).toBeVisible();
  await lookAway(phone);
  await phone.rooms.getByRole("link", { name: /Kitchen/ }).click();
  await phone.expectMessages(["One"]);
  const divider = phone.page.getByText("New · 1 message");
  await expect(divider).toBeVisible();
  await grace.say("Two");
  await phone.expectMessages(["One", "Two"]);
  for (const device of [ada, phone]) {
    await expect(device.rooms.getByRole("link", { name: /Kitchen.*2 unread/ })).toBeVisible();
  }
  await ada.rooms.getByRole("link", { name: /Kitchen/ }).click();
  await expect(phone.rooms.getByRole("link", { name: /unread/ })).toHaveCount(0, { timeout: 1_000 });
  await expect(divider).toBeVisible();
});
