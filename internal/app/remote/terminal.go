// Package remote is the part of the command line that works offline or through the HTTP API alone:
// checking packs and locale files, and bringing packs into a store.
package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
)

// ErrFindings says that a check found errors; they were printed already.
var ErrFindings = errors.New("there are errors")

// ErrFiles says that a file could not be read or written.
var ErrFiles = errors.New("cannot read or write files")

// ErrUnreachable says that the server did not answer.
var ErrUnreachable = errors.New("the server cannot be reached")

// Terminal is whom a command speaks to.
type Terminal struct {
	Stdout   io.Writer
	Stderr   io.Writer
	Language string // BCP 47

	// Decoder opens what decodes pictures, to be closed when the command ends.
	Decoder func() (exporter assets.Exporter, close func() error)

	// Wait waits between tries; nil for as long as it is told to.
	Wait func(ctx context.Context, pause time.Duration) error
}

// PrintJSON prints a value as indented JSON.
func PrintJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// Server says which store a command works on.
type Server struct {
	URL string `name:"server" default:"http://127.0.0.1:8080" help:"Address of the store (HALLYU_SERVER)."`
	Key string `help:"Staff key, hs_… (HALLYU_KEY, or HALLYU_KEY_FILE: a file that holds it)."`
}

func (s Server) client(t Terminal) *api.Client {
	return &api.Client{URL: s.URL, Key: s.Key, Language: t.Language}
}

// reached marks errors of the network, as against refusals of the server.
func (s Server) reached(t Terminal, err error) error {
	var network *url.Error
	if errors.As(err, &network) {
		return fmt.Errorf("%w %w", t.fail(ErrUnreachable, "cli.unreachable", "Server", s.URL), network.Err)
	}
	return err
}
