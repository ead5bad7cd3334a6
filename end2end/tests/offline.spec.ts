import { Bot } from "../support/bot.ts";
import { expect, test } from "../support/fixtures.ts";

test("what is written without a network waits, survives a reload, and goes out once and in order", async ({ person, grace, server }) => {
  const ada = await person("Ada", { serviceWorkers: "allow" });
  // The page itself must be there without a network too; the service worker keeps it.
  await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await ada.reload();
  await ada.ready();
  await ada.say("before");
  await ada.expectAllSent();

  server.network.cut();
  await ada.say("first");
  await ada.say("second");
  await ada.say("third");
  await expect(ada.messages.locator("[data-state=queued]")).toHaveCount(3);
  await expect(ada.composer).toBeEnabled();
  await expect(ada.banner).toContainText("3 unsent");

  await ada.reload();
  await expect(ada.messages.locator("[data-state=queued]")).toHaveCount(3);

  server.network.mend();
  await ada.ready();
  await ada.expectMessages(["before", "first", "second", "third"]);
  await expect(ada.banner).toBeHidden();
  await grace.ready();
  await grace.expectMessages(["before", "first", "second", "third"]);
  await ada.reload();
  await ada.ready();
  await ada.expectMessages(["before", "first", "second", "third"]);
});

test("a short loss of the network shows no banner, a long one does", async ({ ada, server }) => {
  const shown: boolean[] = [];
  await ada.page.exposeFunction("bannerSeen", () => shown.push(true));
  await ada.page.evaluate(() => {
    new MutationObserver(() => {
      if (document.querySelector(".banner")?.checkVisibility()) (window as any).bannerSeen();
    }).observe(document.body, { childList: true, subtree: true, attributes: true });
  });
  server.network.cut();
  await ada.page.locator("body:not([data-connection=live])").waitFor({ state: "attached" });
  server.network.mend();
  await ada.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await ada.ready();
  expect(shown).toEqual([]);

  server.network.cut();
  await expect(ada.banner).toContainText(/Reconnecting/);
  server.network.mend();
  await ada.ready();
  await expect(ada.banner).toBeHidden();
});

for (const missed of [41, 600]) {
  test(`${missed} messages missed while away are all there afterwards, once and in order`, async ({ ada, server }) => {
    const marvin = await Bot.connect(server);
    await marvin.say("before");
    await expect(ada.message("before")).toBeVisible();

    server.network.cut();
    await ada.page.locator("body:not([data-connection=live])").waitFor({ state: "attached" });
    await marvin.sayMany(missed, (n) => `missed ${n}`);
    server.network.mend();
    await ada.ready();
    await expect(ada.message(`missed ${missed}`)).toBeVisible();

    await ada.readToTheStart();
    const all = ["before", ...Array.from({ length: missed }, (_, n) => `missed ${n + 1}`)];
    await expect.poll(() => ada.bodies()).toEqual(all);
    marvin.leave();
  });
}

test("older messages come page by page to who opens a long room", async ({ ada, server }) => {
  const marvin = await Bot.connect(server);
  await marvin.sayMany(180, (n) => `message ${n}`);
  await ada.reload();
  await ada.ready();
  expect((await ada.bodies()).length).toBe(50);
  await ada.readToTheStart();
  await expect.poll(() => ada.bodies()).toEqual(Array.from({ length: 180 }, (_, n) => `message ${n + 1}`));
  marvin.leave();
});

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  test(`a restart by ${signal} in the middle of a conversation loses nothing`, async ({ ada, grace, server }) => {
    await ada.say("one");
    await grace.expectMessages(["one"]);
    await grace.composer.fill("a draft that must stay");
    const restarted = server.restart(signal);
    await ada.say("two");
    await ada.say("three");
    await restarted;
    await ada.ready();
    await grace.ready();
    await ada.expectMessages(["one", "two", "three"]);
    await grace.expectMessages(["one", "two", "three"]);
    await expect(grace.composer).toHaveValue("a draft that must stay");
  });
}
