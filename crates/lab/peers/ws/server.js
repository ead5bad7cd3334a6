// Every message goes to every client, its sender included, as one frame each.
"use strict";

const { WebSocketServer } = require("ws");

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: Number(process.env.PORT),
  backlog: 4096,
  perMessageDeflate: false,
});

server.on("connection", (socket) => {
  socket.on("message", (data) => {
    // Text arrives as bytes; `binary: false` sends it on as text without decoding it.
    for (const client of server.clients) client.send(data, { binary: false });
  });
});
