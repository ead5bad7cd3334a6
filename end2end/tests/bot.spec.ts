import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "../support/fixtures.ts";

test("the bot of the documentation greets, answers, and comes back after a restart", async ({ ada, server }) => {
  const home = await mkdtemp(join(tmpdir(), "hubbub-bot-"));
  const script = join(import.meta.dirname, "../../docs/examples/bot.mjs");
  const bot = spawn(process.execPath, [script, server.direct, "Marvin", "general"], { cwd: home, stdio: "pipe" });
  let log = "";
  bot.stderr.on("data", (text) => (log += text));
  await expect(ada.message("Good morning."), log).toBeVisible();
  await ada.say("Where are you, Marvin?");
  await expect(ada.message("Here I am, Ada.")).toHaveCount(1);
  await server.restart();
  await ada.ready();
  await ada.say("Still there, Marvin?");
  await expect(ada.message("Here I am, Ada.")).toHaveCount(2);
  await expect(ada.message("Good morning.")).toHaveCount(1);
  const left = once(bot, "exit");
  bot.kill("SIGINT");
  expect(await left).toEqual([0, null]);
});
