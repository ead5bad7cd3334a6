import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, test } from "../support/fixtures.ts";

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
