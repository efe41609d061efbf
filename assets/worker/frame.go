package worker

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// What passes between server and child are frames: a length in four bytes, the highest first, and as many
// bytes. An upload is one frame. A reply is a frame of JSON, its head, and a frame for each file.

// greeting is the first frame of a child.
const greeting = "hallyu decode-worker 1"

// Lengths of frames in bytes, at most.
const (
	maxHead = 1 << 20
	maxFile = 32 << 20
)

// errFrame says that what came is no frame, or a longer one than may come.
var errFrame = errors.New("worker: not a frame that was expected")

func writeFrame(w io.Writer, data []byte) error {
	_, err := w.Write(binary.BigEndian.AppendUint32(nil, uint32(len(data))))
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

// readFrame reads a frame of at most limit bytes. What grows is bounded by what has come, not by what was
// announced. io.EOF says that there is none.
func readFrame(r io.Reader, limit int64) ([]byte, error) {
	var length [4]byte
	_, err := io.ReadFull(r, length[:])
	if err != nil {
		return nil, err
	}
	n := int64(binary.BigEndian.Uint32(length[:]))
	if n > limit {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", errFrame, n, limit)
	}
	data, err := io.ReadAll(io.LimitReader(r, n))
	if err == nil && int64(len(data)) < n {
		err = io.ErrUnexpectedEOF
	}
	return data, err
}
