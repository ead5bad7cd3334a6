import { randomUUID } from "node:crypto";

import WebSocket from "ws";

import type { Server } from "./server.ts";

/** The name of a message in the log of its room. */
export interface Target {
  seq: number;
  message: string;
}

/** Marvin speaks to the server directly, so he is heard while the browsers' network is cut. */
export class Bot {
  #nextId = 1;
  readonly #waiting = new Map<number, (reply: any) => void>();

  private constructor(
    private readonly socket: WebSocket,
    private readonly rooms: Map<string, string>,
  ) {
    this.socket.on("message", (text) => {
      const frame = JSON.parse(text.toString());
      if (frame.reply !== undefined) this.#waiting.get(frame.reply)?.(frame);
    });
  }

  static async connect(server: Server, name = "Marvin"): Promise<Bot> {
    const response = await fetch(`${server.direct}/api/v1/sessions`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name, delivery: "bearer" }),
    });
    const { token } = (await response.json()) as { token: string };
    const socket = new WebSocket(`${server.direct.replace("http", "ws")}/ws`, "hubbub.v1.json", {
      headers: { Authorization: `Bearer ${token}` },
    });
    await new Promise((opened, failed) => socket.once("open", opened).once("error", failed));
    const rooms = new Map<string, string>();
    const bot = new Bot(socket, rooms);
    const welcome = await bot.#ask({ command: "hello", protocol: 1, feature_level: 1, client: "marvin/1.0" });
    for (const { room } of welcome.rooms) rooms.set(room.slug, room.id);
    return bot;
  }

  /** Says it and waits until it is on disk. Its name in the room log. */
  async say(body: string, slug = "general"): Promise<Target> {
    const { seq, message } = await this.#ask({ command: "send_message", room: this.rooms.get(slug), nonce: randomUUID(), body });
    return { seq, message };
  }

  /** Answers a message. */
  async answer(target: Target, body: string, slug = "general"): Promise<void> {
    await this.#ask({ command: "send_message", room: this.rooms.get(slug), nonce: randomUUID(), body, reply_to: target });
  }

  /** Deletes what Marvin said himself. */
  async delete(target: Target, slug = "general"): Promise<void> {
    await this.#ask({ command: "delete_message", room: this.rooms.get(slug), target });
  }

  async sayMany(count: number, body: (n: number) => string): Promise<void> {
    for (let n = 1; n <= count; n += 1) await this.say(body(n));
  }

  leave(): void {
    this.socket.close(1000);
  }

  #ask(command: object): Promise<any> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (reply) => {
        this.#waiting.delete(id);
        if (reply.result === "refused") reject(new Error(JSON.stringify(reply.error)));
        else resolve(reply);
      });
      this.socket.send(JSON.stringify({ id, ...command }));
    });
  }
}
