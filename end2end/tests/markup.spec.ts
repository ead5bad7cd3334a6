import type { ChatPage } from "../pages/chat_page.ts";
import { corpus, message } from "../support/corpus.ts";
import { expect, test } from "../support/fixtures.ts";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

test("what I sent, what was acknowledged, what others get and what the server writes is the same", async ({ ada, grace, server }) => {
  test.slow();
  const kinds = [...corpus.values()];
  // Ada's page must know whom she can name before it loses the server.
  await ada.page.getByRole("button", { name: /here/ }).click();
  await expect(ada.hereNow.getByText(grace.name)).toBeVisible();
  await ada.page.keyboard.press("Escape");
  server.network.cut();
  for (const text of kinds) await ada.say(text);
  await expect(ada.messages.locator(".message[data-state]")).toHaveCount(kinds.length);
  const sent = await ada.texts();
  expect(sent).toHaveLength(kinds.length);
  server.network.mend();
  // The pauses between tries have become long meanwhile.
  await ada.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await ada.expectAllSent();
  expect(await ada.texts()).toEqual(sent);

  // Whoever is spoken to sees that: Grace's own name is marked on her page, Ada's on hers.
  const forGrace = (html: string) =>
    html.replaceAll("mention mention--me\">@Ada", "mention\">@Ada").replaceAll("mention\">@Grace", "mention mention--me\">@Grace");
  // Grace's page tries again by itself, after half a minute at the latest.
  await expect.poll(() => grace.texts(), { timeout: 45_000 }).toEqual(sent.map(forGrace));

  await ada.ready();
  expect(await ada.textsOfServer()).toEqual(sent);
  await ada.reload();
  expect(await ada.texts()).toEqual(sent);
});

test("U36 a code block is copied with the mouse or the keyboard, and does not wrap", async ({ ada }) => {
  await ada.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await ada.say(message("program text without a language"));
  await ada.say("```sh\necho two\n```");
  const clipboard = () => ada.page.evaluate(() => navigator.clipboard.readText());

  await ada.messages.getByRole("button", { name: "Copy" }).first().click();
  await expect(ada.messages.getByRole("button", { name: "Copied" })).toHaveCount(1);
  expect(await clipboard()).toBe(message("program text without a language").replaceAll("```", "").replace(/^\n|\n$/g, ""));

  await ada.messages.getByRole("button", { name: "Copy" }).focus();
  await ada.page.keyboard.press("Enter");
  await expect(ada.messages.getByRole("button", { name: "Copied" })).toHaveCount(2);
  expect(await clipboard()).toBe("echo two");

  const [long, short] = await ada.page.getByRole("group", { name: "Code" }).evaluateAll((all) => all.map((code) => code.scrollWidth > code.clientWidth));
  expect([long, short]).toEqual([true, false]);
});

test("U36 a message of a few emoji is large, and one with words is not", async ({ ada }) => {
  for (const kind of ["emoji", "many emoji", "emoji and words"]) await ada.say(message(kind));
  const sizes = () => ada.messages.locator(".message__body p").evaluateAll((all) => all.map((it) => getComputedStyle(it).fontSize));
  await expect.poll(sizes).toEqual(["32px", "32px", "15px"]);
});

test("a spoiler is hidden from eyes and ears until its button is pressed", async ({ ada, grace }) => {
  await ada.say("The butler ||did it||");
  const cover = grace.messages.getByRole("button", { name: "Spoiler" });
  const words = grace.messages.getByText("did it");
  await expect(cover).toHaveAttribute("aria-expanded", "false");
  await expect(words).toBeHidden();
  await expect(grace.messages.getByRole("listitem", { name: /The butler Spoiler/ })).toBeVisible();
  await expect(grace.page.getByRole("status").filter({ hasText: "did it" })).toHaveCount(0);

  await cover.click();
  await expect(cover).toHaveAttribute("aria-expanded", "true");
  await expect(words).toBeVisible();
  await cover.focus();
  await grace.page.keyboard.press("Space");
  await expect(words).toBeHidden();

  await grace.reload();
  await expect(words).toBeHidden();
  await cover.click();
  await expect(words).toBeVisible();
});

test("without scripts a spoiler shows while its button has the focus, and there is nothing that only scripts can do", async ({ ada, person }) => {
  await ada.say("The butler ||did it||\n```\ncode\n```");
  await ada.expectAllSent();
  const linus = await person("Linus", { javaScriptEnabled: false });
  await linus.page.goto("/");
  await linus.page.getByRole("textbox", { name: "Your name" }).fill("Linus");
  await linus.page.keyboard.press("Enter");
  await expect(linus.page.getByText("did it")).toBeHidden();
  await linus.page.getByRole("button", { name: "Spoiler" }).focus();
  await expect(linus.page.getByText("did it")).toBeVisible();
  await expect(linus.messages.getByRole("button", { name: "Copy" })).toBeHidden();
});

test("who is spoken to sees it at a glance, and who speaks does not", async ({ ada, grace }) => {
  await ada.say("@grace, lunch?");
  await ada.say("@Nobody in particular");
  const called = grace.messages.locator(".message--to-me");
  await expect(called).toHaveCount(1);
  await expect(called).toContainText("@Grace, lunch?");
  await expect(called.locator(".mention--me")).toHaveText("@Grace");
  const color = (chat: ChatPage, text: string) => chat.message(text).evaluate((row) => getComputedStyle(row).backgroundColor);
  await expect.poll(() => color(grace, "@Nobody in particular")).not.toBe(await called.evaluate((row) => getComputedStyle(row).backgroundColor));
  await grace.say("@room yes");
  await expect(ada.messages.locator(".message--to-me")).toHaveCount(1);
  await expect(grace.messages.locator(".message--to-me")).toHaveCount(1);
});

test("a room that is named is one click away, without loading the page", async ({ ada }) => {
  await ada.createRoom("Rose garden");
  await ada.rooms.getByRole("link", { name: /General/ }).click();
  await expect(ada.heading).toHaveText("General");
  await ada.page.evaluate(() => Object.assign(window, { stayed: true }));
  await ada.say("See #rose-garden and #nowhere");
  await expect(ada.messages.getByRole("link")).toHaveCount(1);
  await ada.messages.getByRole("link", { name: "#Rose garden" }).click();
  await expect(ada.heading).toHaveText("Rose garden");
  expect(await ada.page.evaluate(() => "stayed" in window)).toBe(true);
});

test("links lead away safely and say where they really lead", async ({ ada }) => {
  for (const kind of ["links", "look-alikes", "links that are none"]) await ada.say(message(kind));
  const link = ada.messages.getByRole("link", { name: "the plan" });
  await expect(link).toHaveAttribute("target", "_blank");
  await expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
  await expect(ada.messages.getByRole("link", { name: "https://xn--pple-43d.com" })).toBeVisible();
  const addresses = await ada.messages.getByRole("link").evaluateAll((all) => all.map((it) => it.getAttribute("href")!));
  expect(addresses.filter((address) => !/^(https?:\/\/|mailto:)/.test(address))).toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`messages of all kinds fit a desk and a phone in ${colorScheme}, and axe finds nothing serious`, async ({ person, seriousFlaws }, info) => {
    test.slow();
    const ada = await person("Ada", { colorScheme });
    const marked = [...corpus].filter(([kind]) => !["deeper than anybody reads", "emoji"].includes(kind));
    for (const [, text] of marked) await ada.say(text);
    await ada.expectAllSent();
    const pages = [ada, await person("Grace", { colorScheme, ...phone })];
    for (const { page, messages, name } of pages) {
      await expect(messages.locator(".message__body")).toHaveCount(marked.length);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      const wide = await messages.locator(".message__body").evaluateAll((all) => all.filter((it) => it.scrollWidth > it.clientWidth + 1).map((it) => it.textContent));
      expect(wide, "nothing reaches beyond its message").toEqual([]);
      expect(await seriousFlaws(page)).toEqual([]);
      for (const kind of ["Code", "Table"]) {
        await messages.getByRole("group", { name: kind }).first().scrollIntoViewIfNeeded();
        await page.screenshot({ path: info.outputPath(`${name}-${kind}.png`) });
      }
    }
  });
}
