package corked_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"

	"golang.org/x/sys/unix"
)

// A reply's head and body come in one packet, where net/http alone needs two.
func TestOnePacket(t *testing.T) {
	address := serve(t)
	for verb, want := range map[string]uint32{"corked": 1, "plain": 2} {
		if got := packets(t, address, "/"+verb+"/20000"); got != want {
			t.Errorf("%s: %d packets, want %d", verb, got, want)
		}
	}
}

// packets counts the packets with data in which a reply comes.
func packets(t *testing.T, address, path string) (came uint32) {
	t.Helper()
	dialled, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer dialled.Close()
	fmt.Fprintf(dialled, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", path, address)
	reply, err := http.ReadResponse(bufio.NewReader(dialled), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	if n, err := io.Copy(io.Discard, reply.Body); n != 20_000 || err != nil {
		t.Fatalf("%d bytes, %v", n, err)
	}
	socket, err := dialled.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	err = socket.Control(func(fd uintptr) {
		info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
		if err != nil {
			t.Error(err)
			return
		}
		came = info.Data_segs_in
	})
	if err != nil {
		t.Fatal(err)
	}
	return came
}
