// Every message goes to every client, its sender included, as one `m` event each.
"use strict";

const { createServer } = require("node:http");
const { Server } = require("socket.io");

const http = createServer();
const server = new Server(http, { serveClient: false, transports: ["websocket"], pingInterval: 300_000 });

server.on("connection", (socket) => {
  socket.on("m", (body) => server.emit("m", body));
});

http.listen({ host: "127.0.0.1", port: Number(process.env.PORT), backlog: 4096 });
