import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { Bot } from "../support/bot.ts";
import { expect, test } from "../support/fixtures.ts";
import { hostileMessages, hostileNames } from "../support/hostile.ts";

test("a page of another site cannot open the socket or change anything, even in a signed-in browser", async ({ ada, server }) => {
  const evil = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end("<h1>evil</h1>"));
  await new Promise<void>((listening) => evil.listen(0, "127.0.0.1", listening));
  const port = (evil.address() as AddressInfo).port;
  const page = await ada.page.context().newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  const outcome = await page.evaluate(async (target) => {
    const socket = new WebSocket(`${target.replace("http", "ws")}/ws`, "hubbub.v1.json");
    const opened = await new Promise((resolve) => {
      socket.onopen = () => resolve(true);
      socket.onerror = () => resolve(false);
    });
    // The browser may keep the answer from this page; what counts is that the server did nothing.
    await fetch(`${target}/sign-out`, { method: "POST", mode: "no-cors", credentials: "include" }).catch(() => undefined);
    return opened;
  }, server.url);
  expect(outcome).toBe(false);
  await page.close();
  evil.close();
  await ada.reload();
  await ada.ready();
});

test("the page runs under its content security policy without a violation", async ({ ada }) => {
  await ada.page.addInitScript(() => {
    Object.assign(window, { violations: [] });
    document.addEventListener("securitypolicyviolation", (event) => (window as any).violations.push(event.violatedDirective));
  });
  await ada.reload();
  await ada.ready();
  await ada.say("within the rules");
  await ada.expectAllSent();
  expect(await ada.page.evaluate(() => (window as any).violations)).toEqual([]);
});

for (const bypassCSP of [false, true]) {
  const policy = bypassCSP ? "without a policy" : "with the policy";
  test(`hostile messages and names run nothing, live, sent or rendered, ${policy}`, async ({ person, server }) => {
    test.slow();
    const ada = await person("Ada", { bypassCSP });
    const harm: string[] = [];
    ada.page.on("dialog", async (dialog) => {
      harm.push(`a dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    await ada.page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => Object.assign(window, { reported: event.violatedDirective }));
    });
    await ada.reload();
    await ada.ready();

    // Live: each text from somebody else, and some of Ada's own.
    const marvin = await Bot.connect(server);
    for (const text of hostileMessages) await marvin.say(text);
    for (const text of hostileMessages.slice(0, 10)) await ada.say(text);
    for (const name of hostileNames) {
      const bot = await Bot.connect(server, name);
      await bot.say(`I am @${name} and speak to @Ada`);
    }
    await ada.expectAllSent();
    await expect(ada.messages.locator(".message__body")).toHaveCount(hostileMessages.length + 10 + hostileNames.length);

    const check = async () => {
      const found = await ada.page.evaluate(() => {
        const texts = [...document.querySelectorAll(".messages .message__body, .message__body")];
        const forbidden = texts.flatMap((text) => [...text.querySelectorAll("script, img, svg, iframe, object, embed, form, input, style, link, base, meta, video, math, template")]);
        const handlers = texts.flatMap((text) => [...text.querySelectorAll("*")]).filter((it) => it.getAttributeNames().some((name) => name.startsWith("on") || name === "style" || name === "src"));
        const addresses = texts.flatMap((text) => [...text.querySelectorAll("a")]).filter((it) => !["http:", "https:", "mailto:"].includes(it.protocol));
        return {
          markers: ["pwned", "reported"].filter((marker) => marker in window),
          elements: [...forbidden, ...handlers, ...addresses].map((it) => it.outerHTML),
        };
      });
      expect(found).toEqual({ markers: [], elements: [] });
      expect(harm).toEqual([]);
    };
    await check();
    await ada.reload();
    await ada.ready();
    await check();
  });
}

test("a hostile name of a room runs nothing", async ({ ada }) => {
  for (const name of hostileNames) {
    await ada.createRoom(name);
    await ada.say("Hello");
    await ada.expectAllSent();
    await ada.reload();
    await expect(ada.heading).toHaveText(name);
  }
  expect(await ada.page.evaluate(() => "pwned" in window)).toBe(false);
});
