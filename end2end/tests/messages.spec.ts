import type { ChatPage } from "../pages/chat_page.ts";
import { Bot } from "../support/bot.ts";
import { expect, test } from "../support/fixtures.ts";
import { hostileMessages } from "../support/hostile.ts";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** Where every row is, to see whether anything moved. */
const places = (chat: ChatPage) =>
  chat.messages.locator(".message").evaluateAll((rows) => rows.map((row) => [row.getBoundingClientRect().top, row.querySelector(".message__content")!.getBoundingClientRect().width]));

test("U3 a reply adds a chip above what was typed, and Escape takes away only the chip", async ({ ada, grace }) => {
  await grace.say("Lunch?");
  await ada.composer.fill("typed before");
  await ada.choose(ada.message("Lunch?"), "Reply");
  const chip = ada.page.locator(".composer__reply");
  await expect(chip).toContainText("Replying to Grace");
  await expect(chip).toContainText("Lunch?");
  await expect(ada.composer).toBeFocused();
  await expect(ada.composer).toHaveValue("typed before");
  await ada.page.keyboard.press("Escape");
  await expect(chip).toHaveCount(0);
  await expect(ada.composer).toHaveValue("typed before");

  await ada.choose(ada.message("Lunch?"), "Reply");
  await ada.expectKept("reply_to");
  await ada.reload();
  await expect(chip).toContainText("Lunch?");
  await expect(ada.composer).toHaveValue("typed before");
  await ada.composer.press("Enter");
  await expect(chip).toHaveCount(0);
  const quote = grace.message("typed before").getByRole("button", { name: /In reply to Grace Lunch\?/ });
  await expect(quote).toBeVisible();
});

test("the line over a reply leads to what it answers, and says so when that is gone", async ({ ada, server }) => {
  const marvin = await Bot.connect(server);
  const first = await marvin.say("The very first");
  for (let n = 1; n <= 40; n += 1) await marvin.say(`filler ${n}`);
  await marvin.answer(first, "An answer");
  const quote = ada.message("An answer").getByRole("button", { name: /^In reply to/ });
  await quote.click();
  await expect(ada.message("The very first")).toBeInViewport();
  await expect(ada.message("The very first")).toHaveAttribute("data-found", "");
  await ada.page.getByRole("button", { name: "To the latest" }).click();
  await marvin.delete(first);
  await expect(quote).toContainText("The message was deleted");
  await ada.reload();
  await expect(quote).toContainText("The message was deleted");
  marvin.leave();
});

test("U6 the up arrow in an empty composer edits my last message, Escape leaves it as it was", async ({ ada, grace }) => {
  await ada.say("Ferst");
  await ada.expectAllSent();
  await grace.say("not hers");
  await expect(ada.message("not hers")).toBeVisible();
  await ada.composer.press("ArrowUp");
  await expect(ada.editor).toBeFocused();
  await expect(ada.editor).toHaveValue("Ferst");
  await ada.editor.fill("something else");
  await ada.page.keyboard.press("Escape");
  await expect(ada.editor).toHaveCount(0);
  await expect(ada.composer).toBeFocused();
  await expect(ada.message("Ferst")).toBeVisible();

  await ada.composer.fill("x");
  await ada.composer.press("ArrowUp");
  await expect(ada.editor).toHaveCount(0);
  await ada.composer.fill("");
  await ada.composer.press("ArrowUp");
  await ada.editor.fill("First");
  await ada.page.keyboard.press("Enter");
  await expect(ada.composer).toBeFocused();
  await expect(ada.composer).toHaveValue("");
  for (const chat of [ada, grace]) {
    await expect(chat.message("First")).toContainText("edited");
    await expect(chat.message("Ferst")).toHaveCount(0);
  }
});

test("an edit leaves the draft alone and survives a reload while it is written", async ({ ada }) => {
  await ada.say("One");
  await ada.expectAllSent();
  await ada.composer.fill("my draft");
  await ada.choose(ada.message("One"), "Edit");
  await ada.editor.fill("One and a half");
  await ada.expectKept("One and a half");
  await ada.reload();
  await expect(ada.editor).toHaveValue("One and a half");
  await expect(ada.composer).toHaveValue("my draft");
  await ada.page.getByRole("button", { name: "Save" }).click();
  await expect(ada.message("One and a half")).toBeVisible();
  await expect(ada.composer).toHaveValue("my draft");
});

test("U35 'edited' opens the history, with every version", async ({ ada, grace, seriousFlaws }) => {
  await ada.say("Version **one**");
  await ada.expectAllSent();
  for (const text of ["Version two", "Version three"]) {
    await ada.composer.press("ArrowUp");
    await ada.editor.fill(text);
    await ada.page.keyboard.press("Enter");
    await ada.expectMessages([text]);
  }
  const mark = grace.messages.getByRole("button", { name: /^edited .*Show the history/ });
  await mark.click();
  const dialog = grace.page.getByRole("dialog", { name: "Message info" });
  await expect(dialog.getByRole("list", { name: "Versions" }).getByRole("listitem")).toHaveCount(3);
  await expect(dialog.locator(".message__body")).toHaveText(["Version three", "Version two", "Version one"]);
  await expect(dialog.locator(".message__body strong")).toHaveText("one");
  await expect(dialog).toContainText("Ada");
  expect(await seriousFlaws(grace.page)).toEqual([]);
  await grace.page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(mark).toBeFocused();
});

test("U35 a deleted message leaves a marker, and for five seconds a way back", async ({ ada, grace }) => {
  await ada.say("Not meant for here");
  await grace.expectMessages(["Not meant for here"]);
  const row = ada.messages.locator(".message").first();
  await ada.choose(row, "Delete");
  await expect(row).toContainText("Message deleted");
  await expect(grace.message("Not meant for here")).toBeVisible();
  await ada.toast.getByRole("button", { name: "Undo" }).click();
  await expect(ada.message("Not meant for here")).toBeVisible();
  await expect(ada.toast).toHaveCount(0);

  await ada.choose(row, "Delete");
  await expect(ada.toast).toBeVisible();
  for (const chat of [ada, grace]) {
    await expect(chat.messages.locator(".message__tombstone")).toHaveText("Message deleted");
    await expect(chat.message("Not meant for here")).toHaveCount(0);
  }
  await expect(ada.toast).toHaveCount(0);
  await grace.reload();
  await expect(grace.messages.locator(".message__tombstone")).toHaveText("Message deleted");
  expect(await grace.page.content()).not.toContain("Not meant for here");
});

test("a message that was not sent yet can be cancelled and is seen by nobody", async ({ ada, grace, server }) => {
  await ada.say("before");
  await grace.expectMessages(["before"]);
  server.network.cut();
  await ada.say("in anger");
  await ada.say("after");
  await ada.choose(ada.message("in anger"), "Cancel sending");
  await expect(ada.message("in anger")).toHaveCount(0);
  server.network.mend();
  await ada.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await ada.expectMessages(["before", "after"]);
  await grace.ready();
  await grace.expectMessages(["before", "after"]);
});

test("U36 a reaction toggles at once, and its label tells who and how many", async ({ ada, grace, server }) => {
  await ada.say("Lunch?");
  await grace.expectMessages(["Lunch?"]);
  await grace.message("Lunch?").hover();
  await grace.message("Lunch?").getByRole("button", { name: "React" }).click();
  await grace.menu.getByRole("menuitem", { name: "React with 👍" }).click();
  await expect(ada.reaction("Lunch?", "👍")).toHaveAccessibleName("👍 1 Grace");
  await expect(grace.reaction("Lunch?", "👍")).toHaveAccessibleName("👍 1 you");

  server.network.cut();
  await ada.reaction("Lunch?", "👍").click();
  await expect(ada.reaction("Lunch?", "👍")).toHaveAccessibleName("👍 2 Grace and you");
  await expect(ada.reaction("Lunch?", "👍")).toContainText("2");
  server.network.mend();
  await ada.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await grace.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(grace.reaction("Lunch?", "👍")).toHaveAccessibleName("👍 2 you and Ada");
  await grace.reaction("Lunch?", "👍").click();
  await expect(ada.reaction("Lunch?", "👍")).toHaveAccessibleName("👍 1 you");
  await ada.reaction("Lunch?", "👍").click();
  for (const chat of [ada, grace]) await expect(chat.messages.locator(".reactions")).toHaveCount(0);
});

test("U36 any emoji can be a reaction, and the focus goes back to the row", async ({ ada, grace }) => {
  await ada.say("Lunch?");
  await grace.expectMessages(["Lunch?"]);
  await grace.message("Lunch?").focus();
  await grace.page.keyboard.press("+");
  await grace.menu.getByRole("menuitem", { name: "Another emoji…" }).click();
  await grace.emojiPicker.getByRole("searchbox").fill("pizza");
  await grace.page.keyboard.press("Enter");
  await expect(ada.reaction("Lunch?", "🍕")).toHaveAccessibleName("🍕 1 Grace");
  await expect(grace.message("Lunch?")).toBeFocused();
  await grace.page.keyboard.press("+");
  await grace.menu.getByRole("menuitem", { name: "Another emoji…" }).click();
  await grace.emojiPicker.getByRole("button", { name: "Close" }).click();
  await expect(grace.emojiPicker).toBeHidden();
  await expect(grace.message("Lunch?")).toBeFocused();
});

test("U34 the buttons of a row come with the pointer and with the focus, move nothing and cover no text", async ({ ada, grace }) => {
  const long = "A long line that goes on and on, so that it reaches the end of the row. ".repeat(4).trim();
  await ada.say("Short");
  await ada.say(long);
  await grace.expectMessages(["Short", long]);
  await grace.page.mouse.move(0, 0);
  const before = await places(grace);
  for (const body of ["Short", long]) {
    const row = grace.message(body);
    await row.hover();
    const bar = row.getByRole("group", { name: "Actions" });
    await expect(bar).toHaveCSS("opacity", "1");
    expect(await places(grace)).toEqual(before);
    const [buttons, text] = [await bar.boundingBox(), await row.locator(".message__body").boundingBox()];
    expect(buttons!.x).toBeGreaterThanOrEqual(text!.x + text!.width);
  }
  await grace.page.mouse.move(0, 0);
  await expect(grace.page.locator(".toolbar")).toHaveCSS("opacity", "0");
  await grace.message("Short").focus();
  await expect(grace.message("Short").getByRole("group", { name: "Actions" })).toHaveCSS("opacity", "1");
  expect(await places(grace)).toEqual(before);
});

test("U34 on a phone a long press or the button opens a sheet, large enough for a thumb", async ({ person, ada, seriousFlaws }) => {
  await ada.say("Lunch?");
  const grace = await person("Grace", phone);
  const row = grace.message("Lunch?");
  await row.locator(".message__body").tap();
  const more = row.getByRole("button", { name: "More actions" });
  const box = await more.boundingBox();
  expect(Math.min(box!.width, box!.height)).toBeGreaterThanOrEqual(44);
  await more.tap();
  await expect(grace.menu).toBeVisible();
  const sheet = await grace.menu.boundingBox();
  expect(Math.round(sheet!.y + sheet!.height)).toBe(740);
  expect(Math.round(sheet!.width)).toBe(360);
  for (const item of await grace.menu.getByRole("menuitem").all()) {
    const { width, height } = (await item.boundingBox())!;
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
  }
  expect(await seriousFlaws(grace.page)).toEqual([]);
  await grace.page.touchscreen.tap(180, 40);
  await expect(grace.menu).toHaveCount(0);

  await row.locator(".message__body").dispatchEvent("contextmenu");
  await grace.menu.getByRole("menuitem", { name: "React with 🎉" }).tap();
  await expect(ada.reaction("Lunch?", "🎉")).toHaveAccessibleName("🎉 1 Grace");
  expect(await grace.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test("U39 the keys of a row do what its menu does, and the focus comes back", async ({ ada, grace }) => {
  await grace.say("Theirs");
  await ada.say("Mine");
  await ada.expectAllSent();
  const { keyboard } = ada.page;
  await ada.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const [theirs, mine] = [ada.message("Theirs"), ada.message("Mine")];
  await mine.focus();
  await keyboard.press("ArrowUp");
  await expect(theirs).toBeFocused();

  // The menu opens, is walked through and closed, and the focus is where it was.
  await keyboard.press("Enter");
  await expect(ada.menu.getByRole("menuitem", { name: "React with 👍" })).toBeFocused();
  await keyboard.press("ArrowRight");
  await expect(ada.menu.getByRole("menuitem", { name: "React with ❤️" })).toBeFocused();
  await keyboard.press("ArrowDown");
  await expect(ada.menu.getByRole("menuitem", { name: "Reply" })).toBeFocused();
  await keyboard.press("End");
  await expect(ada.menu.getByRole("menuitem", { name: "Message info" })).toBeFocused();
  await expect(ada.menu.getByRole("menuitem", { name: "Edit" })).toHaveCount(0);
  await keyboard.press("Escape");
  await expect(ada.menu).toHaveCount(0);
  await expect(theirs).toBeFocused();

  await keyboard.press("+");
  await keyboard.press("Enter");
  await expect(grace.reaction("Theirs", "👍")).toHaveAccessibleName("👍 1 Ada");
  await expect(theirs).toBeFocused();
  await keyboard.press("c");
  await expect(ada.toast).toHaveText("Link copied");
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toMatch(/\/rooms\/general\?message=1$/);
  await keyboard.press("e");
  await expect(ada.editor).toHaveCount(0);
  await keyboard.press("r");
  await expect(ada.composer).toBeFocused();
  await expect(ada.composer).toHaveValue("");
  await keyboard.press("Escape");

  await mine.focus();
  await keyboard.press("e");
  await keyboard.type(" too");
  await keyboard.press("Enter");
  await expect(ada.message("Mine too")).toBeFocused();

  // Into the row, along what is in it, and out again.
  await theirs.focus();
  await keyboard.press("ArrowRight");
  await expect(ada.reaction("Theirs", "👍")).toBeFocused();
  await keyboard.press("Enter");
  await expect(grace.messages.locator(".reactions")).toHaveCount(0);

  await ada.message("Mine too").focus();
  await keyboard.press("Shift+F10");
  await keyboard.press("End");
  await keyboard.press("Enter");
  await expect(ada.messages.locator(".message").last()).toBeFocused();
  await expect(ada.messages.locator(".message").last()).toHaveAccessibleName(/^Ada, .*: Message deleted/);
  const undo = ada.toast.getByRole("button", { name: "Undo" });
  await keyboard.press("F6");
  await keyboard.press("F6");
  await expect(undo).toBeFocused();
  await keyboard.press("Enter");
  await expect(ada.message("Mine too")).toBeVisible();
});

test("pins are told, listed from the room header, and lead to their messages", async ({ ada, grace, seriousFlaws }) => {
  await grace.say("The door code is 1234");
  await ada.choose(ada.message("The door code is 1234"), "Pin to the room");
  await expect(grace.messages.getByText("Ada pinned a message")).toBeVisible();
  await expect(grace.message("The door code is 1234")).toContainText("Pinned by Ada");
  for (let n = 1; n <= 40; n += 1) await ada.say(`filler ${n}`);
  await expect(grace.message("filler 40")).toBeVisible();
  await grace.page.getByRole("button", { name: "1 pinned message" }).click();
  const dialog = grace.page.getByRole("dialog", { name: "Pinned messages" });
  expect(await seriousFlaws(grace.page)).toEqual([]);
  await dialog.getByRole("button", { name: /The door code/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(grace.message("The door code is 1234")).toBeInViewport();

  await ada.page.getByRole("button", { name: "1 pinned message" }).click();
  await ada.page.getByRole("dialog").getByRole("button", { name: "Unpin" }).click();
  await expect(ada.page.getByRole("dialog")).toContainText("Nothing is pinned");
  await expect(grace.page.getByRole("button", { name: /pinned message/ })).toHaveCount(0);
});

test("a message is forwarded to another room, with a link to where it was said", async ({ ada, grace }) => {
  await grace.say("Good news");
  await expect(ada.message("Good news")).toBeVisible();
  await ada.createRoom("Kitchen");
  await ada.rooms.getByRole("link", { name: /General/ }).click();
  await ada.choose(ada.message("Good news"), "Forward…");
  const dialog = ada.page.getByRole("dialog", { name: "Forward to" });
  await dialog.getByRole("searchbox", { name: "Find a room" }).fill("kit");
  await dialog.getByRole("button", { name: "Kitchen" }).click();
  await expect(ada.toast).toContainText("Forwarded to Kitchen");
  await ada.toast.getByRole("button", { name: "Show" }).click();
  await expect(ada.heading).toHaveText("Kitchen");
  await expect(ada.message("Good news")).toContainText("Forwarded from Grace");
  await ada.message("Good news").getByRole("link", { name: "#General" }).click();
  await expect(ada.heading).toHaveText("General");
  await expect(ada.message("Good news")).toHaveAttribute("data-found", "");
});

test("U24 a permalink shows its message centred and marked, and the latest can be reached", async ({ ada, server }) => {
  test.slow();
  const marvin = await Bot.connect(server);
  await marvin.sayMany(700, (n) => `message ${n}`);
  await ada.open("/rooms/general?message=100");
  const row = ada.message("message 100");
  await expect(row).toHaveAttribute("data-found", "");
  const [box, view] = [await row.boundingBox(), await ada.page.locator(".timeline__scroll").boundingBox()];
  expect(Math.abs(box!.y + box!.height / 2 - (view!.y + view!.height / 2))).toBeLessThan(40);
  // It scrolls both ways from there.
  await ada.page.mouse.move(640, 400);
  await expect(async () => {
    await ada.page.mouse.wheel(0, -2_000);
    await expect(ada.message("message 60")).toBeAttached({ timeout: 500 });
  }).toPass();
  await expect(async () => {
    await ada.page.mouse.wheel(0, 500);
    await expect(ada.message("message 160")).toBeAttached({ timeout: 500 });
  }).toPass();
  await ada.page.getByRole("button", { name: "To the latest" }).click();
  await expect(ada.message("message 700")).toBeInViewport();

  await ada.open("/rooms/general?message=5000");
  await expect(ada.toast).toContainText("There is no message at this address.");
  marvin.leave();
});

test("U42 what happened while I was away is what I see: edits, deletions, reactions", async ({ ada, grace }) => {
  for (const text of ["one", "two", "three"]) await ada.say(text);
  await grace.expectMessages(["one", "two", "three"]);
  await grace.page.context().setOffline(true);
  await grace.page.evaluate(() => window.dispatchEvent(new Event("offline")));
  await grace.page.locator("body:not([data-connection=live])").waitFor({ state: "attached" });
  await ada.choose(ada.message("one"), "Edit");
  await ada.editor.fill("ONE");
  await ada.page.keyboard.press("Enter");
  await ada.choose(ada.message("two"), "Delete");
  await ada.choose(ada.message("three"), "React with 👍");
  await expect(ada.toast).toHaveCount(0);
  await ada.expectAllSent();
  await grace.page.context().setOffline(false);
  await grace.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await grace.ready();
  await grace.expectMessages(["ONE", "three"]);
  await expect(grace.messages.locator(".message__tombstone")).toHaveCount(1);
  await expect(grace.reaction("three", "👍")).toHaveAccessibleName("👍 1 Ada");
});

test("what is done without a network shows as waiting, survives a reload and goes out by itself", async ({ person, grace, server }) => {
  const ada = await person("Ada", { serviceWorkers: "allow" });
  await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await ada.say("Ferst");
  await grace.expectMessages(["Ferst"]);
  // The page that is kept for later holds the message.
  await ada.reload();
  await ada.ready();
  server.network.cut();
  await ada.page.locator("body:not([data-connection=live])").waitFor({ state: "attached" });
  await ada.choose(ada.message("Ferst"), "Edit");
  await ada.editor.fill("First");
  await ada.page.keyboard.press("Enter");
  await expect(ada.message("First")).toHaveAttribute("data-state", "queued");
  await ada.reload();
  await expect(ada.message("First")).toHaveAttribute("data-state", "queued");
  server.network.mend();
  await ada.ready();
  await ada.expectMessages(["First"]);
  await grace.ready();
  await grace.expectMessages(["First"]);
});

test("two tabs of one person show the same", async ({ ada }) => {
  await ada.say("Hello");
  await ada.expectAllSent();
  const other = await ada.page.context().newPage();
  await other.goto("/");
  await other.locator("body[data-connection=live]").waitFor({ state: "attached" });
  await ada.choose(ada.message("Hello"), "React with 🎉");
  const chip = other.getByRole("button", { name: "🎉 1 you" });
  await expect(chip).toBeVisible();
  await chip.click();
  await expect(ada.messages.locator(".reactions")).toHaveCount(0);
});

test("a refusal says what did not happen, and a text is not lost by it", async ({ ada, grace }) => {
  await ada.say("Mine");
  await grace.expectMessages(["Mine"]);
  // Another tab deletes it while it is being edited here.
  const other = await ada.page.context().newPage();
  await other.goto("/");
  await other.locator("body[data-connection=live]").waitFor({ state: "attached" });
  await ada.choose(ada.message("Mine"), "Edit");
  await ada.editor.fill("Mine, and longer");
  await other.locator(".message").first().hover();
  await other.getByRole("button", { name: "More actions" }).click();
  await other.getByRole("menuitem", { name: "Delete" }).click();
  await expect(ada.messages.locator(".message__tombstone")).toBeVisible();
  await expect(ada.composer).toHaveValue("Mine, and longer");
});

test("hostile texts in quotes, pins, histories and forwards run nothing", async ({ ada, server }) => {
  test.slow();
  await ada.page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => Object.assign(window, { reported: event.violatedDirective }));
  });
  await ada.reload();
  await ada.ready();
  const marvin = await Bot.connect(server);
  const some = hostileMessages.filter((_, index) => index % 4 === 0);
  for (const text of some) await marvin.answer(await marvin.say(text), text);
  const last = ada.messages.locator(".message").last();
  await expect(ada.messages.locator(".quote")).toHaveCount(some.length);
  await ada.choose(last, "Reply");
  await ada.choose(last, "Pin to the room");
  await ada.choose(last, "Message info");
  await expect(ada.page.getByRole("dialog").locator(".message__body")).toHaveCount(1);
  await ada.page.keyboard.press("Escape");
  await ada.page.getByRole("button", { name: "1 pinned message" }).click();
  await expect(ada.page.getByRole("dialog").getByRole("button", { name: "Unpin" })).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await ada.choose(last, "Forward…");
  await expect(ada.page.getByRole("dialog").locator(".forward__words")).toBeVisible();
  const check = () =>
    ada.page.evaluate(() => ({
      markers: ["pwned", "reported"].filter((marker) => marker in window),
      elements: document.querySelectorAll(".quote :not(svg, use, bdi, .visually-hidden), .pins__words *, .forward__words *, .composer__reply bdi *").length,
    }));
  expect(await check()).toEqual({ markers: [], elements: 0 });
  await ada.reload();
  expect(await check()).toEqual({ markers: [], elements: 0 });
  marvin.leave();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`everything about messages fits a desk and a phone in ${colorScheme}, and axe finds nothing serious`, async ({ person, grace, seriousFlaws }, info) => {
    test.slow();
    const ada = await person("Ada", { colorScheme });
    await grace.say("Shall we have lunch at the lake? The weather will not stay like this for long.");
    await ada.choose(ada.messages.locator(".message").first(), "Reply");
    await ada.say("Yes! I will bring the plans.");
    await ada.say("And cake");
    await ada.say("Wrong room");
    await ada.expectAllSent();
    await ada.choose(ada.message("And cake"), "Edit");
    await ada.editor.fill("And the cake");
    await ada.page.keyboard.press("Enter");
    await ada.choose(ada.message("Wrong room"), "Delete");
    for (const emoji of ["👍", "🎉"]) await ada.choose(ada.message("Yes! I will bring the plans."), `React with ${emoji}`);
    await grace.choose(grace.message("Yes! I will bring the plans."), "React with 👍");
    await ada.choose(ada.messages.locator(".message").first(), "Pin to the room");
    await expect(ada.toast).toHaveCount(0);
    await grace.choose(grace.message("Yes! I will bring the plans."), "Reply");
    await grace.composer.fill("Great, and");
    const linus = await person("Linus", { colorScheme, ...phone });
    await expect(linus.messages.locator(".message__tombstone")).toHaveCount(1);
    const shots = async (chat: ChatPage, name: string) => {
      expect(await chat.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await seriousFlaws(chat.page), name).toEqual([]);
      await chat.page.screenshot({ path: info.outputPath(`${colorScheme}-${chat.name}-${name}.png`) });
    };
    for (const chat of [ada, linus]) {
      await shots(chat, "list");
      const row = chat.message("Yes! I will bring the plans.");
      if (chat === ada) await row.hover();
      else await row.locator(".message__body").tap();
      await shots(chat, "row");
      await row.getByRole("button", { name: "More actions" }).click();
      await shots(chat, "menu");
      await chat.menu.getByRole("menuitem", { name: "Message info" }).click();
      await expect(chat.page.getByRole("dialog").locator(".message__body")).toBeVisible();
      await shots(chat, "info");
      await chat.page.keyboard.press("Escape");
      await chat.page.getByRole("button", { name: "1 pinned message" }).click();
      await shots(chat, "pins");
      await chat.page.keyboard.press("Escape");
      await row.getByRole("button", { name: "Reply" }).or(row.getByRole("button", { name: "More actions" })).first().focus();
      await row.focus();
      await chat.page.keyboard.press("r");
      await shots(chat, "reply");
      await chat.page.keyboard.press("Escape");
    }
    await ada.choose(ada.message("And the cake"), "Edit");
    await shots(ada, "editor");
  });
}
