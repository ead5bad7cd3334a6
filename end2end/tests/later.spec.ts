import type { Page } from "@playwright/test";

import { expect, test } from "../support/fixtures.ts";

const LATER = "**/split_later.wasm";

/** Builds for development are one file. */
async function isSplit(page: Page): Promise<boolean> {
  return (await page.locator("meta[name=hubbub-later]").count()) > 0;
}

/** Holds the later part back until the answer is called. */
async function holdBack(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(LATER, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

test("the page can be used before its later part is there, and what is opened waits for it", async ({ ada, grace }) => {
  test.skip(!(await isSplit(ada.page)), "this build is one file");
  const release = await holdBack(ada.page);
  await ada.reload();
  await ada.ready();
  await ada.say("Here already");
  await grace.expectMessages(["Here already"]);

  await ada.openEmojiPicker();
  await expect(ada.page.getByRole("status").filter({ hasText: "Loading…" })).toBeVisible();
  await ada.say("Still here");
  await grace.expectMessages(["Here already", "Still here"]);
  release();
  await expect(ada.emojiPicker).toBeVisible();
});

test("a new text is shown as it was typed until the later part is there, and then nothing else moves", async ({ ada, grace }) => {
  test.skip(!(await isSplit(ada.page)), "this build is one file");
  await ada.say("Written by the *server*: https://a.example ||and uncovered||");
  await ada.say(Array.from({ length: 60 }, (_, n) => `Line ${n}`).join("\n"));
  await ada.expectAllSent();
  const release = await holdBack(ada.page);
  await ada.reload();
  await ada.ready();
  const link = ada.messages.getByRole("link", { name: "https://a.example" });
  await expect(ada.messages.locator("em")).toHaveText("server");
  await ada.messages.getByRole("button", { name: "Spoiler" }).click();
  await expect(ada.messages.getByText("and uncovered")).toBeVisible();

  await ada.say("Mine is **bold** and ||hidden||");
  await expect(grace.messages.locator(".message__body").last()).toContainText("Mine is bold");
  await grace.say("@Ada, *look*: the butler ||did it||");
  const typed = ["Mine is **bold** and ||hidden||", "@Ada, *look*: the butler …"];
  await expect.poll(async () => (await ada.bodies()).slice(2)).toEqual(typed);
  await expect(ada.page.getByRole("status").filter({ hasText: "did it" })).toHaveCount(0);
  await expect(ada.messages.locator(".message--to-me")).toHaveCount(0);

  await link.focus();
  await ada.page.evaluate(() => getSelection()!.selectAllChildren(document.querySelector(".message__body em")!));
  const place = () => link.evaluate((it) => it.getBoundingClientRect().top);
  const before = await place();
  release();
  await expect(ada.messages.locator(".message--to-me")).toHaveCount(1);
  const covered = (html: string) => html.replace('aria-expanded="true"', 'aria-expanded="false"');
  expect((await ada.texts()).map(covered)).toEqual(await ada.textsOfServer());
  await expect(ada.messages.getByText("and uncovered")).toBeVisible();
  await expect(link).toBeFocused();
  expect(await ada.page.evaluate(() => String(getSelection()))).toBe("server");
  expect(await place()).toBe(before);
  await ada.say("This too is **bold** :tada:");
  await expect(ada.messages.locator(".message__body").last()).toHaveText("This too is bold 🎉");
});

test("what cannot be loaded says so, and opens when it is tried again", async ({ ada }) => {
  test.skip(!(await isSplit(ada.page)), "this build is one file");
  await ada.page.route(LATER, (route) => route.abort());
  await ada.reload();
  await ada.ready();
  const create = ada.page.getByRole("button", { name: "Create a room" });
  await create.click();
  await expect(ada.notLoaded).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(ada.notLoaded).toBeHidden();
  await expect(create).toBeFocused();

  await create.click();
  await ada.notLoaded.getByRole("button", { name: "Retry" }).click();
  await expect(ada.notLoaded).toBeVisible();
  await ada.page.unroute(LATER);
  await ada.notLoaded.getByRole("button", { name: "Retry" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "Create a room" });
  await expect(dialog).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(create).toBeFocused();
});

test("after one visit everything opens without a network too", async ({ person, server }) => {
  const ada = await person("Ada", { serviceWorkers: "allow" });
  test.skip(!(await isSplit(ada.page)), "this build has no service worker");
  const named = (name: string) => ada.page.locator(`meta[name=hubbub-${name}]`).getAttribute("content");
  const path = new URL(ada.page.url()).pathname;
  for (const address of [path, await named("later"), await named("emoji")]) {
    await expect.poll(() => ada.page.evaluate(async (it) => Boolean(await caches.match(it!)), address)).toBe(true);
  }
  server.network.cut();
  await ada.reload();
  await ada.openEmojiPicker();
  await ada.emojiPicker.getByRole("searchbox").fill("tada");
  await ada.page.keyboard.press("Enter");
  await expect(ada.composer).toHaveValue("🎉");
  await ada.composer.fill("");
  await ada.say("It works :tada:");
  await expect(ada.messages.locator(".message__body").last()).toHaveText("It works 🎉");
});

test("emoji whose names could not be loaded say so, and are there when the picker is opened again", async ({ ada }) => {
  await ada.page.route("**/emoji.txt", (route) => route.abort());
  await ada.reload();
  await ada.ready();
  await ada.openEmojiPicker();
  await expect(ada.emojiPicker.getByRole("status")).toHaveText("The emoji cannot be loaded right now.");
  await ada.page.keyboard.press("Escape");
  await ada.page.unroute("**/emoji.txt");
  await ada.openEmojiPicker();
  await ada.emojiPicker.getByRole("searchbox").fill("tada");
  await expect(ada.emojiPicker.getByRole("option").first()).toHaveAccessibleName("tada");
});

test("what a key or a button asks for before the later part is there is done once it is", async ({ ada }) => {
  test.skip(!(await isSplit(ada.page)), "this build is one file");
  await ada.say("Ferst");
  await ada.expectAllSent();
  const waiting = ada.page.getByRole("status").filter({ hasText: "Loading…" });
  let release = await holdBack(ada.page);
  await ada.reload();
  await ada.ready();
  await ada.composer.press("ArrowUp");
  await expect(waiting).toBeVisible();
  await expect(ada.message("Ferst")).toBeVisible();
  release();
  await expect(ada.editor).toHaveValue("Ferst");
  await expect(ada.editor).toBeFocused();
  await ada.editor.press("Escape");

  release = await holdBack(ada.page);
  await ada.reload();
  await ada.ready();
  await ada.message("Ferst").focus();
  await ada.page.keyboard.press("r");
  await expect(waiting).toBeVisible();
  release();
  await expect(ada.page.locator(".composer__reply")).toContainText("Ferst");
  await expect(ada.composer).toBeFocused();
});

test("an emoji is found by its name and goes where the caret is", async ({ ada, grace }) => {
  const { keyboard } = ada.page;
  await ada.composer.fill("Hi there");
  for (let n = 0; n < "there".length; n += 1) await keyboard.press("ArrowLeft");
  await ada.openEmojiPicker();
  await expect(ada.emojiPicker.getByRole("searchbox")).toBeFocused();
  await keyboard.type("WAV");
  await expect(ada.emojiPicker.getByRole("option").first()).toHaveAccessibleName("wave");
  await keyboard.press("Enter");
  await expect(ada.emojiPicker).toBeHidden();
  await expect(ada.composer).toBeFocused();
  await keyboard.type("! ");
  await expect(ada.composer).toHaveValue("Hi 👋! there");
  await keyboard.press("Enter");
  await grace.expectMessages(["Hi 👋! there"]);
});

test("emoji can be walked through with arrow keys, and those used last come first", async ({ ada }) => {
  const { keyboard } = ada.page;
  await ada.openEmojiPicker();
  const all = ada.emojiPicker.getByRole("listbox", { name: "All emoji" });
  const recent = ada.emojiPicker.getByRole("listbox", { name: "Recently used" });
  await expect(all).toBeVisible();
  await expect(recent).toBeHidden();
  await keyboard.press("ArrowDown");
  await expect(all.getByRole("option").first()).toBeFocused();
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowLeft");
  await keyboard.press("ArrowUp");
  await expect(all.getByRole("option").first()).toBeFocused();
  await keyboard.press("Enter");
  await expect(ada.composer).toHaveValue("😀");

  await ada.reload();
  await ada.ready();
  await ada.openEmojiPicker();
  await expect(recent.getByRole("option")).toHaveText(["😀"]);
  await ada.emojiPicker.getByRole("searchbox").fill("no emoji is called so");
  await expect(ada.emojiPicker.getByRole("option")).toHaveCount(0);
  await expect(ada.emojiPicker.getByRole("status")).toHaveText("No emoji is called that.");
  await keyboard.press("Escape");
  await expect(ada.emojiPicker).toBeHidden();
  await expect(ada.page.getByRole("button", { name: "Emoji" })).toBeFocused();
});
