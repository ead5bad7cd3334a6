"""Every message goes to every client, its sender included: one native `publish` to a topic all clients follow."""

import os

from socketify import App, AppListenOptions, CompressOptions, OpCode

ROOM = "room"

app = App()


def opened(socket):
    socket.subscribe(ROOM)


def said(socket, message, opcode):
    # Of the application, not of the socket: that one would leave the sender out.
    app.publish(ROOM, message, OpCode.TEXT)


app.ws(
    "/*",
    {
        "compression": CompressOptions.DISABLED,
        "idle_timeout": 0,
        "max_backpressure": 16 * 1024 * 1024,
        "open": opened,
        "message": said,
    },
)
app.listen(AppListenOptions(port=int(os.environ["PORT"]), host="127.0.0.1"), lambda config: None)
app.run()
