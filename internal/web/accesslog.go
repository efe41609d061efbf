package web

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"
)

// accessLog writes a line for each request: as JSON of the same shape as slog's, made by hand because
// slog took a tenth of a hot read, and gathered, because a write to the system for each took as much.
// Lines are at most lag late; failures are written at once.
type accessLog struct {
	to  io.Writer    // nil where lines go to log
	log *slog.Logger // of other formats than JSON

	mu    sync.Mutex
	lines []byte
	clock clock
	due   bool // a timer will flush
}

// LogRequests writes a line of JSON to w for each request, several lines at a time and a moment late, in
// place of logging it as everything else. The level is still the logger's. Call it before requests come,
// and Flush after the last.
func (s *Server) LogRequests(w io.Writer) { s.access.to = w }

// Flush writes the lines about requests that are not written yet.
func (s *Server) Flush() { s.access.flushNow() }

// A gathered line waits no longer than lag, and none waits where there are enough bytes.
const (
	lag    = 100 * time.Millisecond
	enough = 32 << 10
)

// line is what the log says of one request.
type line struct {
	at        time.Time // when it was answered
	level     slog.Level
	requestID string
	method    string
	path      string
	status    int
	bytes     int64
	took      time.Duration
}

func (a *accessLog) write(l line) {
	if a.to == nil {
		a.log.LogAttrs(context.Background(), l.level, "request", l.attrs()...)
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.lines = l.appendJSON(a.lines, &a.clock)
	switch {
	case len(a.lines) >= enough || l.level > slog.LevelInfo:
		a.flush()
	case !a.due:
		a.due = true
		time.AfterFunc(lag, a.flushNow)
	}
}

func (a *accessLog) flushNow() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.due = false
	a.flush()
}

func (a *accessLog) flush() {
	if len(a.lines) == 0 {
		return
	}
	_, _ = a.to.Write(a.lines) // as slog does: a log that cannot be written stops nothing
	a.lines = a.lines[:0]
}

func (l line) attrs() []slog.Attr {
	return []slog.Attr{
		slog.String("request_id", l.requestID), slog.String("method", l.method), slog.String("path", l.path),
		slog.Int("status", l.status), slog.Int64("bytes", l.bytes), slog.Duration("took", l.took),
	}
}

// appendJSON appends the line. Request ids and methods hold nothing that JSON would escape.
func (l line) appendJSON(to []byte, clock *clock) []byte {
	to = append(to, `{"time":"`...)
	to = clock.append(to, l.at)
	to = append(append(to, `","level":"`...), l.level.String()...)
	to = append(append(to, `","msg":"request","request_id":"`...), l.requestID...)
	to = append(append(to, `","method":"`...), l.method...)
	to = appendText(append(to, `","path":`...), l.path)
	to = strconv.AppendInt(append(to, `,"status":`...), int64(l.status), 10)
	to = strconv.AppendInt(append(to, `,"bytes":`...), l.bytes, 10)
	to = strconv.AppendInt(append(to, `,"took":`...), int64(l.took), 10)
	return append(to, "}\n"...)
}

// appendText appends a JSON string.
func appendText(to []byte, text string) []byte {
	for i := range len(text) {
		if b := text[i]; b < 0x20 || b >= utf8.RuneSelf || b == '"' || b == '\\' {
			quoted, _ := json.Marshal(text) // a string is always encoded
			return append(to, quoted...)
		}
	}
	return append(append(append(to, '"'), text...), '"')
}

// clock writes times by RFC 3339 to the nanosecond, of which most share a second with the one before.
type clock struct {
	second int64 // of Unix time
	place  *time.Location
	digits []byte // of the second
	zone   []byte
}

func (c *clock) append(to []byte, at time.Time) []byte {
	if second, place := at.Unix(), at.Location(); second != c.second || place != c.place {
		c.second, c.place = second, place
		c.digits = at.AppendFormat(c.digits[:0], "2006-01-02T15:04:05.")
		c.zone = at.AppendFormat(c.zone[:0], "Z07:00")
	}
	to = append(to, c.digits...)
	nanosecond := at.Nanosecond()
	for unit := 100_000_000; unit > 0; unit /= 10 {
		to = append(to, byte('0'+nanosecond/unit%10))
	}
	return append(to, c.zone...)
}
