// A chat room: every line that a member sends goes to all members. A member
// that does not read is put out when its queue is full, and one that has gone
// is noticed by its reader; nobody waits for either. The members are
// goroutines of the same program. docs/comparison.md compares it with chat.c.
//
//	go run examples/comparison/chat.go
package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
)

const (
	queueSize = 16
	said      = 2000
)

// The room

type member struct {
	name  string
	queue chan string
	conn  net.Conn
	gone  chan struct{} // closed when the member is to stop
	once  sync.Once
}

// Makes both goroutines of the member end: closing the connection ends what
// waits for it.
func (m *member) stop() {
	m.once.Do(func() {
		close(m.gone)
		m.conn.Close()
	})
}

type room struct {
	mutex       sync.Mutex
	connections map[*member]bool // all of them, also those without a name yet
	members     map[*member]bool
	closed      bool
}

// Gives a line to every member. Never waits: who has no room is put out.
func (r *room) say(line string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for m := range r.members {
		select {
		case m.queue <- line + "\n":
		default:
			m.stop()
		}
	}
}

func (r *room) connect(m *member) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if !r.closed {
		r.connections[m] = true
	}
	return !r.closed
}

func (r *room) enter(m *member) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.members[m] = true
}

func (r *room) leave(m *member) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	delete(r.members, m)
}

func (r *room) disconnect(m *member) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	delete(r.connections, m)
}

func (r *room) close() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.closed = true
	for m := range r.connections {
		m.stop()
	}
}

func writeLines(m *member) {
	defer m.stop()
	for {
		select {
		case line := <-m.queue:
			if _, err := m.conn.Write([]byte(line)); err != nil {
				return
			}
		case <-m.gone:
			return
		}
	}
}

func serve(r *room, conn net.Conn) {
	conn.(*net.TCPConn).SetWriteBuffer(1)
	m := &member{
		queue: make(chan string, queueSize),
		conn:  conn,
		gone:  make(chan struct{}),
	}
	defer m.stop()
	if !r.connect(m) {
		return
	}
	defer r.disconnect(m)
	in := bufio.NewScanner(conn)
	if !in.Scan() {
		return
	}
	m.name = in.Text()
	r.enter(m)
	var writer sync.WaitGroup
	writer.Add(1)
	go func() {
		defer writer.Done()
		writeLines(m)
	}()
	r.say("* " + m.name + " has come")
	for in.Scan() {
		r.say(in.Text())
	}
	m.stop()
	writer.Wait()
	r.leave(m)
	r.say("* " + m.name + " has left")
}

func keepRoom(listener net.Listener) {
	r := &room{
		connections: make(map[*member]bool),
		members:     make(map[*member]bool),
	}
	var connections sync.WaitGroup
	for {
		conn, err := listener.Accept()
		if err != nil {
			break
		}
		connections.Add(1)
		go func() {
			defer connections.Done()
			serve(r, conn)
		}()
	}
	r.close()
	connections.Wait()
	state := "empty"
	if len(r.members) > 0 {
		state = "haunted"
	}
	fmt.Printf("the room is %s\n", state)
}

// The members

type client struct {
	conn net.Conn
	in   *bufio.Scanner
}

// Comes in, and waits until the room has said so.
func join(address, name string) (*client, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	conn.(*net.TCPConn).SetReadBuffer(1)
	c := &client{conn, bufio.NewScanner(conn)}
	fmt.Fprintf(conn, "%s\n", name)
	for c.in.Scan() {
		if c.in.Text() == "* "+name+" has come" {
			return c, nil
		}
	}
	conn.Close()
	return nil, fmt.Errorf("%s is not let in", name)
}

// Two of these take turns: each says the next number when it has heard the
// one before. Returns how many it heard in order, when it has also been told
// that both others have left.
func talk(c *client, first int) int {
	heard, left := 0, 0
	if first == 1 {
		fmt.Fprintf(c.conn, "1\n")
	}
	for (heard < said || left < 2) && c.in.Scan() {
		line := c.in.Text()
		if line == "* vera has left" || line == "* sam has left" {
			left++
		}
		var number int
		if n, _ := fmt.Sscanf(line, "%d", &number); n != 1 {
			continue
		}
		if number != heard+1 {
			break
		}
		heard = number
		if heard < said && heard%2 != first {
			fmt.Fprintf(c.conn, "%d %s\n", heard+1, strings.Repeat("0", 400))
		}
	}
	return heard
}

func run() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	var server sync.WaitGroup
	server.Add(1)
	go func() {
		defer server.Done()
		keepRoom(listener)
	}()
	defer server.Wait()
	defer listener.Close()

	clients := map[string]*client{}
	for _, name := range []string{"ann", "bob", "sam", "vera"} {
		c, err := join(listener.Addr().String(), name)
		if err != nil {
			return err
		}
		defer c.conn.Close()
		clients[name] = c // sam sleeps from now on
	}
	clients["vera"].conn.Close() // without a word

	a, b := make(chan int, 1), make(chan int, 1)
	go func() { a <- talk(clients["ann"], 1) }()
	go func() { b <- talk(clients["bob"], 0) }()
	fmt.Printf("ann heard %d lines in order\n", <-a)
	fmt.Printf("bob heard %d lines in order\n", <-b)

	heard := 0
	for clients["sam"].in.Scan() { // sam wakes up
		if !strings.HasPrefix(clients["sam"].in.Text(), "*") {
			heard++
		}
	}
	tooLate := ""
	if heard >= said {
		tooLate = " too late"
	}
	fmt.Printf("sam has been put out%s\n", tooLate)
	return nil
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
