import net from "node:net";

/** The way between the browsers and the server; it can be cut and mended. */
export class Network {
  readonly #sockets = new Set<net.Socket>();
  readonly #listener: net.Server;
  #up = true;
  /** Where the server listens; known once it has started. */
  serverPort = 0;

  private constructor() {
    this.#listener = net.createServer((browser) => this.#connect(browser));
  }

  static async start(): Promise<Network> {
    const network = new Network();
    await new Promise<void>((ready) => network.#listener.listen(0, "127.0.0.1", ready));
    return network;
  }

  /** The port that browsers use. */
  get port(): number {
    return (this.#listener.address() as net.AddressInfo).port;
  }

  /** Everything under way breaks, and nothing new gets through. */
  cut(): void {
    this.#up = false;
    this.#sockets.forEach((socket) => socket.destroy());
  }

  mend(): void {
    this.#up = true;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((closed) => this.#listener.close(closed));
  }

  #connect(browser: net.Socket): void {
    if (!this.#up) {
      browser.destroy();
      return;
    }
    const server = net.connect(this.serverPort, "127.0.0.1");
    for (const [from, to] of [[browser, server], [server, browser]] as const) {
      this.#sockets.add(from);
      // A broken connection is what this class is about; the other half just follows.
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }
}
