// Every message goes to every client, its sender included: a hub and two goroutines for each connection,
// the usual shape of a chat with Gin and gorilla/websocket.
package main

import (
	"net/http"
	"os"
	"sync"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"
)

// Messages that may wait for one client before it is dropped.
const queueLength = 512

type hub struct {
	lock    sync.RWMutex
	clients map[*client]struct{}
}

type client struct {
	socket *websocket.Conn
	queue  chan *websocket.PreparedMessage
}

var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

func main() {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	room := &hub{clients: map[*client]struct{}{}}
	router.GET("/ws", func(context *gin.Context) { room.serve(context.Writer, context.Request) })
	if err := router.Run("127.0.0.1:" + os.Getenv("PORT")); err != nil {
		panic(err)
	}
}

func (room *hub) serve(writer http.ResponseWriter, request *http.Request) {
	socket, err := upgrader.Upgrade(writer, request, nil)
	if err != nil {
		return
	}
	one := &client{socket: socket, queue: make(chan *websocket.PreparedMessage, queueLength)}
	room.lock.Lock()
	room.clients[one] = struct{}{}
	room.lock.Unlock()
	go one.write()
	room.read(one)
}

func (room *hub) read(one *client) {
	defer room.leave(one)
	for {
		_, body, err := one.socket.ReadMessage()
		if err != nil {
			return
		}
		// The frame is made once and shared.
		message, err := websocket.NewPreparedMessage(websocket.TextMessage, body)
		if err != nil {
			return
		}
		room.broadcast(message)
	}
}

func (room *hub) broadcast(message *websocket.PreparedMessage) {
	room.lock.RLock()
	defer room.lock.RUnlock()
	for one := range room.clients {
		select {
		case one.queue <- message:
		default:
			one.socket.Close()
		}
	}
}

func (room *hub) leave(one *client) {
	room.lock.Lock()
	delete(room.clients, one)
	room.lock.Unlock()
	close(one.queue)
	one.socket.Close()
}

func (one *client) write() {
	for message := range one.queue {
		if one.socket.WritePreparedMessage(message) != nil {
			return
		}
	}
}
