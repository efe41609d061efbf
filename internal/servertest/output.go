package servertest

import (
	"bytes"
	"regexp"
	"sync"
)

// Output collects what hallyu prints. Its zero value tells nobody.
type Output struct {
	Open chan<- string // is sent the store's URL, once, when the program says that it serves; it must have room

	mu   sync.Mutex
	text bytes.Buffer
}

var opened = regexp.MustCompile(`store +(http://\S+)/`)

// Write implements io.Writer.
func (o *Output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Write(p)
	if m := opened.FindStringSubmatch(o.text.String()); m != nil && o.Open != nil {
		o.Open <- m[1]
		o.Open = nil
	}
	return len(p), nil
}

// String is what was printed so far.
func (o *Output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}
