import { expect, test } from "../support/fixtures.ts";

const sizes = [
  { width: 1280, height: 800 },
  { width: 768, height: 1024 },
  { width: 360, height: 740 },
];

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of sizes) {
    test(`axe finds nothing serious at ${viewport.width}×${viewport.height} in ${colorScheme}`, async ({ person, seriousFlaws }) => {
      const ada = await person("Ada", { viewport, colorScheme });
      await ada.say("A first message with https://example.org/ in it");
      await ada.say("A second one");
      await ada.expectAllSent();
      expect(await seriousFlaws(ada.page)).toEqual([]);
      await ada.openEmojiPicker();
      await expect(ada.emojiPicker).toBeVisible();
      expect(await seriousFlaws(ada.page)).toEqual([]);
      await ada.page.keyboard.press("Escape");
      if (viewport.width >= 640) {
        await ada.page.getByRole("button", { name: "Create a room" }).click();
        await expect(ada.page.getByRole("dialog")).toBeVisible();
        expect(await seriousFlaws(ada.page)).toEqual([]);
      }
      await ada.page.context().clearCookies();
      await ada.page.goto("/sign-in");
      expect(await seriousFlaws(ada.page)).toEqual([]);
      await ada.page.goto("/nowhere");
      expect(await seriousFlaws(ada.page)).toEqual([]);
    });
  }
}

test("on a phone there is one column, and back leads to the list of rooms", async ({ person }) => {
  const ada = await person("Ada", { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  await ada.say("From the train");
  // On touch, Enter breaks the line; the button sends.
  await expect(ada.composer).toHaveValue("From the train\n");
  await ada.page.getByRole("button", { name: "Send" }).tap();
  await ada.expectMessages(["From the train"]);
  expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await expect(ada.rooms).toBeHidden();
  const composer = await ada.composer.boundingBox();
  expect(composer && composer.y + composer.height).toBeLessThanOrEqual(740);

  await ada.page.getByRole("link", { name: /Back|All rooms/ }).tap();
  await expect(ada.rooms).toBeVisible();
  await expect(ada.composer).toBeHidden();
  await ada.rooms.getByRole("link", { name: /General/ }).tap();
  await expect(ada.composer).toBeVisible();

  for (const target of await ada.page.getByRole("button").all()) {
    const box = await target.boundingBox();
    if (box) expect(Math.min(box.width, box.height), await target.innerText()).toBeGreaterThanOrEqual(44);
  }
});

test("everything can be done with the keyboard alone", async ({ ada, grace }) => {
  const { keyboard } = ada.page;
  await expect(ada.composer).toBeFocused();
  await keyboard.type("typed without a mouse");
  await keyboard.press("Enter");
  await grace.expectMessages(["typed without a mouse"]);

  const create = ada.page.getByRole("button", { name: "Create a room" });
  await expect(async () => {
    await keyboard.press("Shift+Tab");
    await expect(create).toBeFocused({ timeout: 50 });
  }).toPass();
  await keyboard.press("Enter");
  await expect(ada.page.getByRole("textbox", { name: "Room name" })).toBeFocused();
  await keyboard.press("Escape");
  await expect(create).toBeFocused();
  await keyboard.press("Enter");
  await keyboard.type("Kitchen");
  await keyboard.press("Enter");
  await expect(ada.heading).toHaveText("Kitchen");
  await expect(ada.composer).toBeFocused();
  await keyboard.type("in the kitchen");
  await keyboard.press("Enter");
  await ada.expectMessages(["in the kitchen"]);

  await keyboard.press("Alt+ArrowUp");
  await expect(ada.heading).toHaveText("General");
  await keyboard.press("Alt+ArrowDown");
  await expect(ada.heading).toHaveText("Kitchen");

  await ada.page.getByRole("heading", { level: 1 }).click();
  await keyboard.type("x");
  await expect(ada.composer).toBeFocused();
  await expect(ada.composer).toHaveValue("x");
});

test("a new message is announced once, and my own never", async ({ ada, grace }) => {
  await grace.page.evaluate(() => {
    const spoken: string[] = [];
    Object.assign(window, { spoken });
    const region = document.querySelector(".announcer")!;
    new MutationObserver(() => { if (region.textContent) spoken.push(region.textContent); })
      .observe(region, { childList: true, subtree: true, characterData: true });
  });
  await grace.say("my own");
  await grace.expectAllSent();
  await ada.say("Lunch?");
  await expect(grace.message("Lunch?")).toBeVisible();
  await expect.poll(() => grace.page.evaluate(() => (window as any).spoken.filter((it: string) => it.includes("Lunch?")).length)).toBe(1);
  expect(await grace.page.evaluate(() => (window as any).spoken.some((it: string) => it.includes("my own")))).toBe(false);
});
