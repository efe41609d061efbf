package sheet

import (
	"bytes"
	"io"
	"os"
)

// inMemory is how much of a table is kept in memory, in bytes; what is more lies in a file.
const inMemory = 4 << 20

// Spool keeps what is written to it until all of it is there: a table that cannot be finished is not begun to be sent.
type Spool struct {
	memory bytes.Buffer
	file   *os.File // nil while it fits into memory
	size   int64
}

// Write implements io.Writer.
func (s *Spool) Write(p []byte) (int, error) {
	s.size += int64(len(p))
	if s.file == nil && s.memory.Len()+len(p) <= inMemory {
		return s.memory.Write(p)
	}
	if s.file == nil {
		file, err := os.CreateTemp("", "hallyu-table-*")
		if err != nil {
			return 0, err
		}
		s.file = file
		err = os.Remove(file.Name()) // it is gone with the process, or when it is closed
		if err != nil {
			return 0, err
		}
		_, err = file.Write(s.memory.Bytes())
		if err != nil {
			return 0, err
		}
		s.memory = bytes.Buffer{}
	}
	return s.file.Write(p)
}

// Size is how much was written, in bytes.
func (s *Spool) Size() int64 { return s.size }

// WriteTo gives all of it out.
func (s *Spool) WriteTo(w io.Writer) (int64, error) {
	if s.file == nil {
		return s.memory.WriteTo(w)
	}
	_, err := s.file.Seek(0, io.SeekStart)
	if err != nil {
		return 0, err
	}
	return io.Copy(w, s.file)
}

// readerAt reads what was written at any place.
func (s *Spool) readerAt() io.ReaderAt {
	if s.file == nil {
		return bytes.NewReader(s.memory.Bytes())
	}
	return s.file
}

// Close gives free what it holds.
func (s *Spool) Close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}
