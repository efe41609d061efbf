package load

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// conn is one kept connection and the reply that is coming on it.
type conn struct {
	fd    int
	asked time.Time
	buf   []byte // holds the head, and a chunked body whole
	have  int    // bytes in buf
	left  int    // of a body whose head is read
	state state
}

// state is what is read next.
type state int

const (
	inHead state = iota
	inBody
	inChunks
)

func (c *conn) ask(request []byte, due time.Time) error {
	c.asked = due
	n, err := unix.Write(c.fd, request)
	if err == nil && n < len(request) {
		err = fmt.Errorf("%d of %d bytes of a request were taken", n, len(request))
	}
	return err
}

// read reads what has come and reports whether the reply is whole.
func (c *conn) read(status int) (bool, error) {
	n, err := unix.Read(c.fd, c.buf[c.have:])
	if errors.Is(err, unix.EAGAIN) {
		return false, nil
	}
	if err == nil && n == 0 {
		err = errors.New("the server closed a connection, or its reply is too large to follow")
	}
	if err != nil {
		return false, err
	}
	if c.state == inBody {
		c.left -= n
		return c.ended(c.left), nil
	}
	c.have += n
	if c.state == inChunks {
		return c.chunked(), nil
	}
	return c.head(status)
}

// head looks for the end of the head and for what it says of the body.
func (c *conn) head(status int) (bool, error) {
	data := c.buf[:c.have]
	end := bytes.Index(data, []byte("\r\n\r\n"))
	if end < 0 {
		return false, nil
	}
	if got := string(data[9:12]); got != strconv.Itoa(status) {
		return false, fmt.Errorf("%d expected: %s", status, data[:min(len(data), 1000)])
	}
	length, known := contentLength(data[:end+2])
	if !known && status != 304 && status != 204 {
		c.state = inChunks
		return c.chunked(), nil
	}
	c.state, c.have = inBody, 0
	c.left = end + 4 + length - len(data)
	return c.ended(c.left), nil
}

var lengthHeader = []byte("\r\nContent-Length: ")

func contentLength(head []byte) (length int, known bool) {
	at := bytes.Index(head, lengthHeader)
	if at < 0 {
		return 0, false
	}
	for _, digit := range head[at+len(lengthHeader):] {
		if digit < '0' || digit > '9' {
			break
		}
		length = length*10 + int(digit-'0')
	}
	return length, true
}

// chunked reports whether the last chunk is there.
func (c *conn) chunked() bool {
	whole := bytes.HasSuffix(c.buf[:c.have], []byte("\r\n0\r\n\r\n"))
	if whole {
		c.ended(0)
	}
	return whole
}

// ended makes the connection ready for the next reply when nothing is left of this one.
func (c *conn) ended(left int) bool {
	if left > 0 {
		return false
	}
	c.state, c.have, c.left = inHead, 0, 0
	return true
}
