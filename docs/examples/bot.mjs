// A whole Hubbub bot: it signs in, joins a room, greets it and answers everybody who says its name.
//
//   npm install ws
//   node bot.mjs http://127.0.0.1:3000 Marvin general
//
// What it sends and reads is described in ../PROTOCOL.md. The token is kept in a file, because a name can be taken only once.

import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";

const [server = "http://127.0.0.1:3000", name = "Marvin", slug = "general"] = process.argv.slice(2);
const tokenFile = process.env.BOT_TOKEN_FILE ?? `${name}.token`;

/** One request of the HTTP API. A refusal carries a sentence for us developers. */
async function api(path, options = {}) {
  const response = await fetch(new URL(path, server), options);
  const body = await response.json();
  if (!response.ok) throw new Error(`${path}: ${body.code}: ${body.message}`);
  return body;
}

async function signIn() {
  if (existsSync(tokenFile)) return readFileSync(tokenFile, "utf8").trim();
  const { token } = await api("/api/v1/sessions", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    // Without a password this chooses a new name, which only an open server allows.
    body: JSON.stringify({ name, password: process.env.BOT_PASSWORD, delivery: "bearer" }),
  });
  writeFileSync(tokenFile, token, { mode: 0o600 });
  return token;
}

const token = await signIn();
const authorization = { Authorization: `Bearer ${token}` };
const rooms = await api("/api/v1/rooms", { headers: authorization });
const room = rooms.find((it) => it.room.slug === slug)?.room;
if (!room) throw new Error(`There is no room at /rooms/${slug}.`);

let self; // Our own account, known after the first `welcome`.
let epoch; // Positions mean nothing in another epoch.
let last; // The last entry of the room we have seen; it lets us resume without a gap.
const unsent = new Map(); // nonce → body, until the server has it on disk.

/** One connection, from `hello` until the socket closes. Resolves with how long to wait before the next one. */
function connect(attempt) {
  return new Promise((resolve) => {
    const socket = new WebSocket(new URL("/ws", server.replace(/^http/, "ws")), "hubbub.v1.json", {
      headers: authorization,
    });
    let nextId = 1;
    let wait = Math.random() * Math.min(30_000, 500 * 2 ** attempt); // Full jitter, from 0.5 to 30 seconds.
    let deadline;

    const command = (fields) => socket.send(JSON.stringify({ id: nextId++, ...fields }));
    const transmit = (nonce, body) => command({ command: "send_message", room: room.id, nonce, body });
    const say = (body) => {
      const nonce = randomUUID(); // New for each message, the same for each retry.
      unsent.set(nonce, body);
      transmit(nonce, body);
    };
    const alive = () => {
      clearTimeout(deadline);
      deadline = setTimeout(() => socket.terminate(), 40_000); // The server speaks at least every 25 seconds.
    };

    /** Reads the log until we hold everything up to `seq`. */
    const catchUp = async (seq) => {
      while (last < seq) {
        const { entries } = await api(`/api/v1/rooms/${room.id}/log?after=${last}&limit=200`, { headers: authorization });
        if (entries.length === 0) return;
        entries.forEach(react);
      }
    };
    /** Takes an entry exactly once, after whatever lies between it and the last one. */
    const take = async (entry) => {
      if (entry.room !== room.id || entry.seq <= last) return;
      await catchUp(entry.seq - 1);
      if (entry.seq === last + 1) react(entry);
    };
    const react = ({ seq, change }) => {
      last = seq;
      if (change.kind !== "message_sent" || change.message.author.id === self.id) return;
      const { author, body } = change.message;
      console.log(`${author.name}: ${body}`);
      if (body.toLowerCase().includes(name.toLowerCase())) say(`Here I am, ${author.name}.`);
    };

    const replies = {
      welcome(frame) {
        self = frame.account;
        const head = frame.rooms.find((it) => it.room.id === room.id)?.head;
        if (epoch !== frame.epoch || last === undefined) last = head; // Start with what comes next.
        epoch = frame.epoch;
        if (head === undefined) command({ command: "join_room", room: room.id });
        else ready();
      },
      room_opened(frame) {
        last ??= frame.head;
        ready();
      },
      message_acknowledged: ({ nonce, seq }) => {
        unsent.delete(nonce);
        console.log(`sent as ${seq}`);
      },
      refused: ({ error }) => console.error(`refused: ${error.code}: ${error.message}`),
    };
    let greeted = self !== undefined;
    const ready = () => {
      attempt = 0;
      unsent.forEach((body, nonce) => transmit(nonce, body)); // Whatever the last connection did not get through.
      if (!greeted) say("Good morning.");
      greeted = true;
    };
    const events = {
      log_appended: take,
      room_resumed: async ({ entries }) => { for (const entry of entries) await take(entry); },
      heartbeat: ({ heads }) => catchUp(heads.find((it) => it.room === room.id)?.head ?? last),
      draining: ({ retry_after_ms }) => { wait = retry_after_ms; },
    };

    let inbox = Promise.resolve(); // Frames are handled one after the other, in the order they came.
    socket.on("open", () => {
      const resume = last === undefined ? {} : { epoch, resume: [{ room: room.id, after: last }] };
      command({ command: "hello", protocol: 1, feature_level: 1, client: "marvin/1.0", ...resume });
    });
    socket.on("ping", alive);
    socket.on("message", (text) => {
      alive();
      const frame = JSON.parse(text);
      const handle = frame.reply === undefined ? events[frame.event] : replies[frame.result];
      inbox = inbox.then(() => handle?.(frame)).catch((error) => console.error(error.message));
    });
    socket.on("error", (error) => console.error(error.message));
    socket.on("close", (code) => {
      clearTimeout(deadline);
      if ([1000, 4401, 4426].includes(code)) process.exit(code === 1000 ? 0 : 1);
      inbox.then(() => resolve({ wait, attempt: attempt + 1 }));
    });
    process.once("SIGINT", () => socket.close(1000));
    alive();
  });
}

for (let attempt = 0; ; ) {
  const next = await connect(attempt);
  attempt = next.attempt;
  await sleep(next.wait);
}
