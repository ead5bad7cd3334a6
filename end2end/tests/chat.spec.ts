import { expect, test } from "../support/fixtures.ts";

test("a message reaches the other browser at once, both ways", async ({ ada, grace }) => {
  await ada.say("Hello Grace");
  await expect(grace.message("Hello Grace")).toBeVisible();
  await grace.say("Hello Ada");
  await expect(ada.message("Hello Ada")).toBeVisible();
  await ada.expectMessages(["Hello Grace", "Hello Ada"]);
  await grace.expectMessages(["Hello Grace", "Hello Ada"]);
});

test("what I write stands there before the server has answered, and stays the same row", async ({ ada, server }) => {
  server.network.cut();
  await ada.composer.fill("Instant");
  const shownAfter = await ada.page.evaluate(async () => {
    const field = document.querySelector<HTMLTextAreaElement>(".composer textarea")!;
    const start = performance.now();
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    while (!document.querySelector(".message[data-state]")) await new Promise(requestAnimationFrame);
    return performance.now() - start;
  });
  expect(shownAfter).toBeLessThan(1_000); // Only a guard against waiting for the server: how fast it is, is measured elsewhere.
  const row = await ada.message("Instant").elementHandle();
  server.network.mend();
  await ada.expectAllSent();
  const same = await ada.message("Instant").elementHandle();
  expect(await ada.page.evaluate(([before, after]) => before === after, [row, same])).toBe(true);
});

test("line breaks, links, scripts and long words arrive as text", async ({ ada, grace }) => {
  const body = "first line\nsecond <b>line</b> <script>window.bad = 1</script> https://example.org/a?b=1&c=2.";
  await ada.composer.fill(body);
  await ada.composer.press("Enter");
  await expect.poll(() => grace.bodies()).toEqual([body]);
  const link = grace.messages.getByRole("link");
  await expect(link).toHaveAttribute("href", "https://example.org/a?b=1&c=2");
  await expect(link).toHaveAttribute("rel", /noopener/);
  expect(await grace.page.evaluate(() => "bad" in window)).toBe(false);
  await grace.reload();
  expect(await grace.bodies()).toEqual([body]);
  expect(await grace.page.evaluate(() => "bad" in window)).toBe(false);
});

test("Shift+Enter breaks the line and Enter while composing does not send", async ({ ada }) => {
  await ada.composer.pressSequentially("one");
  await ada.composer.press("Shift+Enter");
  await ada.composer.pressSequentially("two");
  await ada.composer.dispatchEvent("keydown", { key: "Enter", isComposing: true });
  await ada.composer.dispatchEvent("keydown", { key: "Enter", keyCode: 229 });
  await expect(ada.composer).toHaveValue("one\ntwo");
  await ada.composer.press("Enter");
  await ada.expectMessages(["one\ntwo"]);
  await expect(ada.composer).toHaveValue("");
});

test("a held Enter and a double click on Send send once", async ({ ada }) => {
  await ada.composer.fill("once");
  await ada.page.getByRole("button", { name: "Send" }).dblclick();
  await ada.composer.fill("twice? no");
  await ada.page.keyboard.down("Enter");
  await ada.page.keyboard.down("Enter");
  await ada.page.keyboard.up("Enter");
  await ada.expectMessages(["once", "twice? no"]);
});

test("people come and go as quiet lines, and are listed while they are here", async ({ ada, person }) => {
  const linus = await person("Linus");
  await expect(ada.messages.getByText("Linus joined")).toBeVisible();
  await ada.page.getByRole("button", { name: /here/ }).click();
  await expect(ada.hereNow.getByText("Linus")).toBeVisible();
  await linus.page.close();
  await expect(ada.messages.getByText("Linus left")).toBeVisible();
  await expect(ada.hereNow.getByText("Linus")).toHaveCount(0);
  await ada.reload();
  await ada.ready();
  expect(await ada.bodies()).toEqual([]);
});

test("others see who types, until the message is there", async ({ ada, grace }) => {
  await ada.composer.pressSequentially("Well");
  await expect(grace.page.getByText("Ada is typing")).toBeVisible();
  await ada.composer.press("Enter");
  await expect(grace.page.getByText("Ada is typing")).toBeHidden();
});

test("a second session under a taken name is told so beside the field", async ({ ada, person }) => {
  expect(ada.name).toBe("Ada");
  const other = await person("ADA", { javaScriptEnabled: false });
  await other.page.goto("/");
  await other.page.getByRole("textbox", { name: "Your name" }).fill("ADA");
  await other.page.keyboard.press("Enter");
  await expect(other.page.getByText(/taken/)).toBeVisible();
  await expect(other.page.getByRole("textbox", { name: "Your name" })).toHaveValue("ADA");
});
