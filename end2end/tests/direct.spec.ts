import { expect, test } from "../support/fixtures.ts";

test("two people talk in private, and a third one sees nothing of it", async ({ ada, grace, person }) => {
  const linus = await person("Linus");
  await ada.openDirect("Grace");
  await expect(ada.heading).toHaveText("Grace");
  await ada.say("Psst");
  await ada.expectAllSent();

  await grace.direct.getByRole("link", { name: /Ada.*1 unread/ }).click();
  await expect(grace.heading).toHaveText("Ada");
  await grace.expectMessages(["Psst"]);
  await grace.say("Yes?");
  await ada.expectMessages(["Psst", "Yes?"]);

  const address = new URL(ada.page.url()).pathname;
  await expect(linus.direct.getByRole("link")).toHaveCount(0);
  const response = await linus.page.goto(address);
  expect(response?.status()).toBe(404);
});

test("a conversation is found again, by whoever opens it, and after a reload", async ({ ada, grace }) => {
  await ada.openDirect("Grace");
  await ada.say("Psst");
  await ada.expectAllSent();
  const address = ada.page.url();
  await grace.openDirect("Ada");
  await expect(grace.page).toHaveURL(address);
  await ada.reload();
  await expect(ada.direct.getByRole("link", { name: "Grace" })).toHaveAttribute("aria-current", "page");
  await ada.expectMessages(["Psst"]);
});

test("a group is chosen by keyboard alone", async ({ ada, grace, person, seriousFlaws }) => {
  await person("Linus");
  await ada.page.getByRole("button", { name: "New direct message" }).focus();
  await ada.page.keyboard.press("Enter");
  const dialog = ada.page.getByRole("dialog", { name: "New direct message" });
  await expect(dialog.getByRole("searchbox", { name: "Find people" })).toBeFocused();
  for (const name of ["Grace", "Linus"]) {
    await ada.page.keyboard.type(name);
    await expect(dialog.getByRole("list", { name: "Find people" }).getByRole("button")).toHaveText([new RegExp(name)]);
    await ada.page.keyboard.press("Tab");
    await ada.page.keyboard.press("Space");
    await expect(dialog.getByRole("button", { name: `Remove ${name}` })).toBeVisible();
    await dialog.getByRole("searchbox").focus();
    await ada.page.keyboard.press("ControlOrMeta+a");
  }
  expect(await seriousFlaws(ada.page)).toEqual([]);
  await dialog.getByRole("button", { name: "Open conversation" }).press("Enter");
  await expect(ada.heading).toHaveText("Grace, Linus");
  await ada.say("Dinner?");
  await expect(grace.direct.getByRole("link", { name: /Ada, Linus.*1 unread/ })).toBeVisible();
});

test("a name that nobody has finds nobody, and Escape gives the focus back", async ({ ada }) => {
  const opener = ada.page.getByRole("button", { name: "New direct message" });
  await opener.click();
  const dialog = ada.page.getByRole("dialog", { name: "New direct message" });
  await dialog.getByRole("searchbox").fill("Nobody at all");
  await expect(dialog.getByText("Nobody here has this in their name.")).toBeVisible();
  // The first one empties the field, as it does in every field for searching.
  await ada.page.keyboard.press("Escape");
  await expect(dialog.getByRole("searchbox")).toHaveValue("");
  await ada.page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});
