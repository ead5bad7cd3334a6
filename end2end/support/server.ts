import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { Network } from "./network.ts";

/** A real server with a data directory of its own, which it keeps over restarts. */
export class Server {
  #process: ChildProcess | undefined;
  #log = "";
  #foundSetUpLink: (link: string) => void = () => {};
  /** The link by which the first owner comes in; it never resolves on a server that needs none. */
  readonly setUpLink = new Promise<string>((resolve) => (this.#foundSetUpLink = resolve));

  private constructor(
    readonly network: Network,
    private readonly data: string,
    private readonly open: boolean,
  ) {}

  /** Everybody who chooses a name comes in, unless it is not to be open. */
  static async start(open = true): Promise<Server> {
    const data = await mkdtemp(join(tmpdir(), "hubbub-e2e-"));
    const server = new Server(await Network.start(), data, open);
    await server.run();
    return server;
  }

  /** Where browsers find it. */
  get url(): string {
    return `http://127.0.0.1:${this.network.port}`;
  }

  /** Where it listens itself, past the network that tests can cut. */
  get direct(): string {
    return `http://127.0.0.1:${this.network.serverPort}`;
  }

  async run(): Promise<void> {
    const binary = process.env.HUBBUB_BIN;
    if (!binary) throw new Error("Set HUBBUB_BIN to the built server, or run `cargo xtask end2end`.");
    const listen = `127.0.0.1:${this.network.serverPort}`;
    const child = spawn(binary, [
      "serve", `--open=${this.open}`, "--listen", listen, "--data-dir", this.data, "--public-url", this.url,
    ], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    child.stderr.on("data", (text) => (this.#log += text));
    const lines = createInterface({ input: child.stdout });
    const port = await new Promise<number>((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`The server ended with ${code}.\n${this.#log}`)));
      lines.on("line", (line) => {
        const listening = /^Listening on 127\.0\.0\.1:(\d+)/.exec(line) ?? /^Hubbub is ready: .*:(\d+)/.exec(line);
        if (listening) resolve(Number(listening[1]));
        const link = /works once: (\S+)$/.exec(line);
        if (link?.[1]) this.#foundSetUpLink(link[1]);
      });
    });
    this.network.serverPort = port;
  }

  /** Ends it as an operator would, or as a power cut would. */
  async end(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  }

  async restart(signal?: "SIGTERM" | "SIGKILL"): Promise<void> {
    await this.end(signal);
    await this.run();
  }

  async stop(): Promise<void> {
    await this.network.stop();
    await this.end();
    await rm(this.data, { recursive: true, force: true });
    if (this.#log.includes("panicked")) throw new Error(`The server panicked.\n${this.#log}`);
  }
}
