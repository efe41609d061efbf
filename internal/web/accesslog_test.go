package web

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func answered(status int, path string) line {
	return line{
		at: time.Date(2026, 11, 22, 12, 0, 0, 123456789, time.UTC), level: slog.LevelInfo, requestID: "abc-1",
		method: "GET", path: path, status: status, bytes: 20648, took: 76773,
	}
}

// TestLinesAreWhatSlogWrites: whoever reads the log cannot tell which of the two wrote a line.
func TestLinesAreWhatSlogWrites(t *testing.T) {
	for _, path := range []string{"/v1/storefronts", "/한국", "/a\"b\\c\n", "/<script>&", "/\xff\u2028\x7f"} {
		l := answered(200, path)
		var theirs bytes.Buffer
		record := slog.NewRecord(l.at, l.level, "request", 0)
		record.AddAttrs(l.attrs()...)
		err := slog.NewJSONHandler(&theirs, nil).Handle(t.Context(), record)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(decoded(t, theirs.Bytes()), decoded(t, l.appendJSON(nil, new(clock)))); diff != "" {
			t.Errorf("%q: %s", path, diff)
		}
	}
}

func decoded(t *testing.T, text []byte) (all map[string]any) {
	t.Helper()
	err := json.Unmarshal(text, &all)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return all
}

// written counts lines and writes.
type written struct{ lines, writes atomic.Int64 }

func (w *written) Write(p []byte) (int, error) {
	w.writes.Add(1)
	w.lines.Add(int64(bytes.Count(p, []byte("\n"))))
	return len(p), nil
}

// TestLinesComeTogetherAndSoon: calm lines wait for each other, but not long; failures do not wait, nor
// do those before them; at the end none is missing.
func TestLinesComeTogetherAndSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &written{}
		log := &accessLog{to: to}
		expect := func(when string, lines, writes int64) {
			synctest.Wait()
			if to.lines.Load() != lines || to.writes.Load() != writes {
				t.Errorf("%s: %d lines by %d writes, want %d by %d", when, to.lines.Load(), to.writes.Load(), lines, writes)
			}
		}
		log.write(answered(200, "/1"))
		log.write(answered(200, "/2"))
		expect("at once", 0, 0)
		time.Sleep(lag)
		expect("after the lag", 2, 1)
		log.write(answered(200, "/3"))
		failed := answered(500, "/4")
		failed.level = slog.LevelError
		log.write(failed)
		expect("after a failure", 4, 2)
		for range 1 + enough/len(answered(200, "/5").appendJSON(nil, new(clock))) {
			log.write(answered(200, "/5"))
		}
		if to.writes.Load() != 3 {
			t.Error("many lines waited")
		}
		log.write(answered(200, "/6"))
		before := to.lines.Load()
		log.flushNow()
		expect("at the end", before+1, 4)
		time.Sleep(2 * lag)
		expect("later", before+1, 4)
	})
}

// TestOtherFormatsGoThroughSlog: without a writer of their own, lines are the logger's.
func TestOtherFormatsGoThroughSlog(t *testing.T) {
	var text bytes.Buffer
	log := &accessLog{log: slog.New(slog.NewTextHandler(&text, nil))}
	log.write(answered(200, "/here"))
	if !strings.Contains(text.String(), "path=/here") {
		t.Error(text.String())
	}
}

// TestClock: a time is written as the standard library writes it, whatever was written before.
func TestClock(t *testing.T) {
	seoul := time.FixedZone("KST", 9*3600)
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	var c clock
	for _, at := range []time.Time{
		noon, noon.Add(1), noon.Add(time.Second - 1), noon.Add(time.Second), noon.In(seoul), noon, {}, noon.AddDate(-3000, 0, 0),
	} {
		if got, want := string(c.append(nil, at)), at.Format("2006-01-02T15:04:05.000000000Z07:00"); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
