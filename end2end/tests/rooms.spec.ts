import { expect, test } from "../support/fixtures.ts";

test("a second room has its own address, and switching loads no page", async ({ ada, grace }) => {
  await ada.createRoom("Rose garden");
  await expect(ada.page).toHaveURL(/\/rooms\/rose-garden$/);
  await ada.say("The roses are out");
  await ada.expectAllSent();

  await ada.page.evaluate(() => Object.assign(window, { stillHere: true }));
  await ada.rooms.getByRole("link", { name: /General/ }).click();
  await expect(ada.heading).toHaveText("General");
  expect(await ada.bodies()).toEqual([]);
  await ada.page.goBack();
  await expect(ada.heading).toHaveText("Rose garden");
  await ada.expectMessages(["The roses are out"]);
  expect(await ada.page.evaluate(() => "stillHere" in window)).toBe(true);

  await grace.open("/rooms/rose-garden");
  await grace.expectMessages(["The roses are out"]);
  await grace.say("They are");
  await ada.expectMessages(["The roses are out", "They are"]);
});

test("a new room shows up for everybody and is joined with one click", async ({ ada, grace }) => {
  await ada.createRoom("Kitchen");
  await grace.rooms.getByRole("link", { name: /Kitchen/ }).click();
  await expect(grace.heading).toHaveText("Kitchen");
  await grace.say("Lunch?");
  await ada.expectMessages(["Lunch?"]);
});

test("a room name that is taken or empty is refused beside the field", async ({ ada }) => {
  await ada.page.getByRole("button", { name: "Create a room" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "Create a room" });
  await dialog.getByRole("textbox", { name: "Room name" }).fill("general");
  await dialog.getByRole("button", { name: "Create room" }).click();
  await expect(dialog.getByText(/taken/)).toBeVisible();
  await expect(dialog.getByRole("textbox", { name: "Room name" })).toHaveValue("general");
  await ada.page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("messages in another room count as unread until they are seen", async ({ ada, grace }) => {
  await ada.createRoom("Kitchen");
  await grace.open("/rooms/kitchen");
  await grace.rooms.getByRole("link", { name: /General/ }).click();
  await expect(grace.heading).toHaveText("General");
  await ada.say("One");
  await ada.say("Two");
  await ada.expectAllSent();
  await expect(grace.rooms.getByRole("link", { name: /Kitchen.*2 unread/ })).toBeVisible();
  await expect(grace.page).toHaveTitle(/^\(2\)/);
  await grace.reload();
  await grace.ready();
  await expect(grace.rooms.getByRole("link", { name: /Kitchen.*2 unread/ })).toBeVisible();
  await grace.rooms.getByRole("link", { name: /Kitchen/ }).click();
  await grace.expectMessages(["One", "Two"]);
  await expect(grace.rooms.getByRole("link", { name: /unread/ })).toHaveCount(0);
});

test("a draft stays with its room over a switch and a reload, and the sidebar marks it", async ({ ada }) => {
  await ada.createRoom("Kitchen");
  await ada.composer.fill("half a thought");
  await ada.rooms.getByRole("link", { name: /General/ }).click();
  await expect(ada.heading).toHaveText("General");
  await expect(ada.composer).toHaveValue("");
  await expect(ada.rooms.getByRole("link", { name: /Kitchen.*draft/i })).toBeVisible();
  await ada.rooms.getByRole("link", { name: /Kitchen/ }).click();
  await expect(ada.composer).toHaveValue("half a thought");
  await ada.reload();
  await expect(ada.composer).toHaveValue("half a thought");
});

test("an address without a room says so and leads back", async ({ ada }) => {
  const response = await ada.page.goto("/rooms/nowhere");
  expect(response?.status()).toBe(404);
  await ada.page.getByRole("link", { name: /General|rooms/i }).first().click();
  await expect(ada.heading).toHaveText("General");
});

test("without scripts the history of a room is there to read", async ({ ada, person }) => {
  await ada.say("Readable by everyone");
  await ada.expectAllSent();
  const linus = await person("Linus", { javaScriptEnabled: false });
  await linus.page.goto("/rooms/general");
  await linus.page.getByRole("textbox", { name: "Your name" }).fill("Linus");
  await linus.page.keyboard.press("Enter");
  await expect(linus.page).toHaveURL(/\/rooms\/general$/);
  await expect(linus.message("Readable by everyone")).toBeVisible();
  await expect(linus.page.getByText(/JavaScript/)).toBeVisible();
});
