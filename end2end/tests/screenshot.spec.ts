import { expect, test } from "../support/fixtures.ts";

test("the picture in the README shows the product as it is", async ({ ada, grace, person }) => {
  const linus = await person("Linus");
  await ada.createRoom("Rose garden");
  await ada.createRoom("Release 1.0");
  await ada.rooms.getByRole("link", { name: /General/ }).click();
  await expect(ada.heading).toHaveText("General");
  const conversation = [
    [grace, "Good morning! The new server is up, and I moved everything over last night."],
    [grace, "It took one command. I kept looking for the second one."],
    [ada, "I closed my laptop in the middle of a sentence on the train, and when I opened it the sentence was there, and so was everything you two had said."],
    [linus, "Same here: no network since Basel, wrote five messages anyway, they all went out by themselves."],
    [grace, "Lunch at half past twelve?"],
    [ada, "Yes! I will bring the plans for the rose garden."],
  ] as const;
  for (const [speaker, body] of conversation) {
    await speaker.say(body);
    await expect(ada.message(body)).toBeVisible();
  }
  await ada.composer.fill("And the cake");
  await ada.page.screenshot({ path: process.env.SCREENSHOT ?? "test-results/hubbub.png" });
});
