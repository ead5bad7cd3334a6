import { expect, type Locator, type Page } from "@playwright/test";

/** What a person sees and does. */
export class ChatPage {
  constructor(
    readonly page: Page,
    readonly name: string,
  ) {}

  get composer(): Locator {
    return this.page.getByRole("textbox", { name: /^Message / });
  }

  get messages(): Locator {
    return this.page.getByRole("list", { name: "Messages" });
  }

  get rooms(): Locator {
    return this.page.getByRole("navigation", { name: "Rooms" });
  }

  get direct(): Locator {
    return this.rooms.getByRole("list", { name: "Direct" });
  }

  get hereNow(): Locator {
    return this.page.getByRole("list", { name: "Here now" });
  }

  get banner(): Locator {
    return this.page.locator(".banner");
  }

  get heading(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  /** The row that holds this text, and only as the text of a message. */
  message(body: string): Locator {
    return this.messages.locator(".message").filter({ has: this.page.locator(".message__body").getByText(body, { exact: true }) });
  }

  /** Everything that opens over the page. */
  get menu(): Locator {
    return this.page.getByRole("menu");
  }

  get toast(): Locator {
    return this.page.locator(".toast");
  }

  get editor(): Locator {
    return this.page.getByRole("textbox", { name: "Edit message" });
  }

  /** The chip of this emoji below the message. */
  reaction(body: string, emoji: string): Locator {
    return this.message(body).getByRole("button", { name: new RegExp(`^${emoji}`) });
  }

  /** Chooses from the menu of a message, as somebody with a mouse does. */
  async choose(row: Locator, label: string): Promise<void> {
    await row.hover();
    await row.getByRole("button", { name: "More actions" }).click();
    await this.menu.getByRole("menuitem", { name: label }).click();
  }

  async signIn(): Promise<void> {
    await this.page.goto("/");
    await this.page.getByRole("textbox", { name: "Your name" }).fill(this.name);
    await this.page.keyboard.press("Enter");
    await this.ready();
  }

  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await this.ready();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.hydrated();
  }

  /** Hydrated, and the socket is live. */
  async ready(): Promise<void> {
    await this.hydrated();
    await this.page.locator("body[data-connection=live]").waitFor({ state: "attached" });
  }

  async hydrated(): Promise<void> {
    await this.page.locator("body[data-hydrated]").waitFor({ state: "attached" });
  }

  async say(body: string): Promise<void> {
    await this.composer.fill(body);
    await this.composer.press("Enter");
  }

  get emojiPicker(): Locator {
    return this.page.getByRole("dialog", { name: "Emoji" });
  }

  /** What says that something cannot be opened now. */
  get notLoaded(): Locator {
    return this.page.getByRole("dialog", { name: "This could not be loaded" });
  }

  async openEmojiPicker(): Promise<void> {
    await this.page.getByRole("button", { name: "Emoji" }).click();
  }

  async createRoom(name: string): Promise<void> {
    await this.page.getByRole("button", { name: "Create a room" }).click();
    const dialog = this.page.getByRole("dialog", { name: "Create a room" });
    await dialog.getByRole("textbox", { name: "Room name" }).fill(name);
    await dialog.getByRole("button", { name: "Create room" }).click();
    await expect(this.heading).toHaveText(name);
  }

  /** Opens the conversation with somebody who is found by name. */
  async openDirect(name: string): Promise<void> {
    await this.page.getByRole("button", { name: "New direct message" }).click();
    const dialog = this.page.getByRole("dialog", { name: "New direct message" });
    await dialog.getByRole("searchbox", { name: "Find people" }).fill(name);
    await dialog.getByRole("list", { name: "Find people" }).getByRole("button", { name }).click();
    await dialog.getByRole("button", { name: "Open conversation" }).click();
    await expect(this.heading).toHaveText(name);
  }

  /** The texts of all messages on the page, oldest first. */
  bodies(): Promise<string[]> {
    return this.messages.locator(".message__body").allInnerTexts();
  }

  /** The HTML of all texts in the list, byte for byte. */
  texts(): Promise<string[]> {
    return this.messages.locator(".message__body").evaluateAll((bodies) => bodies.map((body) => body.outerHTML));
  }

  /** The same as the server writes it, before any script has run. */
  textsOfServer(): Promise<string[]> {
    return this.page.evaluate(async () => {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      return [...page.querySelectorAll(".message__body")].map((body) => body.outerHTML);
    });
  }

  /** Waits until the page shows exactly these messages, all of them on the server. */
  async expectMessages(bodies: string[]): Promise<void> {
    await expect.poll(() => this.bodies()).toEqual(bodies);
    await this.expectAllSent();
  }

  async expectAllSent(): Promise<void> {
    await expect(this.messages.locator("[data-state]")).toHaveCount(0);
  }

  /** Waits until the device keeps a draft with this in it. */
  async expectKept(part: string): Promise<void> {
    const kept = () =>
      this.page.evaluate(async () => {
        const [kept] = await indexedDB.databases();
        const database = await new Promise<IDBDatabase>((opened) => {
          const request = indexedDB.open(kept!.name!);
          request.onsuccess = () => opened(request.result);
        });
        const drafts = await new Promise<string[]>((read) => {
          const request = database.transaction("drafts").objectStore("drafts").getAll();
          request.onsuccess = () => read(request.result);
        });
        database.close();
        return drafts.join("\n");
      });
    await expect.poll(kept).toContain(part);
  }

  /** Scrolls up until the room's first message is there. */
  async readToTheStart(): Promise<void> {
    await expect
      .poll(async () => {
        await this.messages.locator(".message").first().scrollIntoViewIfNeeded();
        await this.page.mouse.wheel(0, -4_000);
        return this.page.locator(".start").count();
      }, { timeout: 30_000 })
      .toBe(1);
  }
}
