// The echo server in Go: one goroutine for each connection.
package main

import (
	"bench/figure"
	"fmt"
	"net"
	"runtime"
)

func echo(c net.Conn) {
	defer c.Close()
	buffer := make([]byte, 512)
	for {
		n, err := c.Read(buffer)
		if err != nil {
			return
		}
		if _, err = c.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func main() {
	runtime.GOMAXPROCS(1)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	figure.Check(err == nil, "listen")
	fmt.Printf("port %d\n", listener.Addr().(*net.TCPAddr).Port)
	for {
		c, err := listener.Accept()
		figure.Check(err == nil, "accept")
		go echo(c)
	}
}
