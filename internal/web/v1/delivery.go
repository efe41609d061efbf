package v1

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/internal/web"
)

func (r *routes) mountDelivery() {
	get := func(id, path, summary string) web.Operation {
		return cached(web.Operation{Method: http.MethodGet, ID: id, Path: "/v1/strings/" + path, Summary: summary, Tag: tagStrings})
	}
	const channel = "{project}/{channel}/"
	delta := get("get-strings-delta", channel+"{tag}/delta", "What of a locale changed since a release; 410 says where the whole file is")
	delta.Also = append(delta.Also, http.StatusNoContent)
	web.Plain[deltaInput, jsonOf[api.StringDelta]](r.Server, delta, r.delta)
	bundle := get("get-strings-bundle", channel+"bundle.tar.gz", "All locales in one format, with a manifest")
	bundle.Type = "application/gzip"
	web.Plain[bundleInput, struct{}](r.Server, bundle, r.bundle)
	signature := get("get-strings-signature", channel+"bundle.tar.gz.sig", "The bundle's detached Ed25519 signature: 64 bytes")
	signature.Type = "application/octet-stream"
	web.Plain[bundleInput, struct{}](r.Server, signature, r.bundleSignature)
	key := get("get-signing-key", "signing-key.pem", "The public key that signatures are verified with")
	key.Type = "application/x-pem-file"
	web.Plain[struct{}, struct{}](r.Server, key, r.signingKey)
	events := get("listen-strings", channel+"events", "Server-sent events: each release that the channel holds from now on")
	events.Type, events.Also = "text/event-stream", nil
	web.Plain[listenInput, struct{}](r.Server, events, r.events)
}

type deltaInput struct {
	ChannelPath
	Tag  string `path:"tag"`
	From string `query:"from" maxLength:"64" doc:"release that the caller has"`
}

// delta answers with what changed. Whoever has a release that is not known takes the whole file.
func (r *routes) delta(c echo.Context) error {
	channel := c.Param("channel")
	project, err := r.projectFor(c.Request().Context(), readerOf(c, channel))
	if err == nil {
		err = r.open(c, channel)
	}
	if err != nil {
		return err
	}
	locale, err := i18n.ParseLocale(c.Param("tag"))
	if err != nil {
		return err
	}
	locale = project.Suited(locale)
	if c.QueryParam("from") == project.Release() {
		return unchanged(c, channel)
	}
	err = r.Read(c, web.Reading{Revision: project.Revision(), Private: channel != release.Production, Make: func() (*web.Body, error) {
		d, err := r.Releases.Delta(c.Request().Context(), readerOf(c, channel), locale, c.QueryParam("from"))
		if err != nil {
			return nil, err
		}
		body, err := web.JSON(deltaOf(d), time.Time{})
		if err == nil {
			body.Language = string(locale)
		}
		return body, err
	}})
	if errors.Is(err, release.ErrDeltaGone) {
		c.Response().Header().Set("Location", "/v1/strings/"+project.Name()+"/"+channel+"/"+string(locale)+"."+release.DeltaFormat)
	}
	return err
}

// unchanged says that a client has what a channel holds.
func unchanged(c echo.Context, channel string) error {
	keeping := "public, max-age=60"
	if channel != release.Production {
		keeping = "no-store"
	}
	c.Response().Header().Set("Cache-Control", keeping)
	return c.NoContent(http.StatusNoContent)
}

func deltaOf(d release.Delta) api.StringDelta {
	out := api.StringDelta{From: d.From, To: d.To, Set: map[string]any{}, Delete: list(d.Delete)}
	for id, value := range d.Set {
		out.Set[id] = value
	}
	return out
}

type bundleInput struct {
	ChannelPath
	Format string `query:"format" maxLength:"20" default:"go-i18n.json" doc:"of the files"`
}

// packed makes the bundle that a request asks for.
func packed(c echo.Context, p *i18n.Project) ([]byte, error) {
	format := c.QueryParam("format")
	if format == "" {
		format = release.DeltaFormat
	}
	return release.Bundle(p, format)
}

func (r *routes) bundle(c echo.Context) error {
	return r.texts(c, c.Param("channel"), "", func(p *i18n.Project) (*web.Body, error) {
		data, err := packed(c, p)
		if err != nil {
			return nil, err
		}
		return web.NewBody("application/gzip", data, time.Time{}), nil
	})
}

func (r *routes) bundleSignature(c echo.Context) error {
	return r.texts(c, c.Param("channel"), "", func(p *i18n.Project) (*web.Body, error) {
		data, err := packed(c, p)
		if err != nil {
			return nil, err
		}
		return web.NewBody("application/octet-stream", r.Signer.Sign(data), time.Time{}), nil
	})
}

func (r *routes) signingKey(c echo.Context) error {
	return r.Read(c, web.Reading{Make: func() (*web.Body, error) {
		text, err := r.Signer.PublicKey()
		if err != nil {
			return nil, err
		}
		return web.NewBody("application/x-pem-file", text, time.Time{}), nil
	}})
}

type listenInput struct {
	ChannelPath
	Last string `header:"Last-Event-ID" maxLength:"64" doc:"release that the caller knows of"`
	For  int    `query:"for" minimum:"0" maximum:"3600" default:"3600" doc:"seconds to listen; with 0 it ends once it has told what the channel holds"`
}

const (
	keepAlive    = 15 * time.Second // between signs of life, when nothing happens
	longListen   = time.Hour        // after which listeners come anew
	listenerTime = 10 * time.Second // for a listener to take what is told
)

// events tells each release that a channel holds, until the listener leaves, their time is over, or the doors drain.
func (r *routes) events(c echo.Context) error {
	channel := c.Param("channel")
	_, err := r.projectFor(c.Request().Context(), readerOf(c, channel))
	if err == nil {
		err = r.open(c, channel)
	}
	if err != nil {
		return err
	}
	long := longListen
	if seconds, err := time.ParseDuration(c.QueryParam("for") + "s"); err == nil && seconds >= 0 {
		long = min(long, seconds)
	}
	if c.Request().Method == http.MethodHead {
		long = 0
	}
	ctx, end := context.WithTimeout(c.Request().Context(), long)
	defer end()
	pulse := time.NewTicker(keepAlive)
	defer pulse.Stop()
	s := stream{c, http.NewResponseController(c.Response().Writer)}
	err = r.Releases.Listen(ctx, release.Listening{
		Reader: readerOf(c, channel), From: c.RealIP(), Last: c.Request().Header.Get("Last-Event-ID"),
		Open: s.open, Tell: func(p *i18n.Project) error { return s.tell(channel, p) }, Pause: pulse.C, Idle: s.idle, End: r.Draining(),
	})
	if c.Response().Committed {
		return nil // whoever listens comes again
	}
	return err
}

// stream writes server-sent events.
type stream struct {
	echo.Context
	control *http.ResponseController
}

// open sends the head.
func (s stream) open() error {
	header := s.Response().Header()
	header.Set("Content-Type", "text/event-stream")
	header.Set("Cache-Control", "no-store")
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("X-Accel-Buffering", "no") // of proxies that would keep back what is told
	s.Response().WriteHeader(http.StatusOK)
	return s.write("retry: 3000\n\n")
}

// tell writes an event.
func (s stream) tell(channel string, p *i18n.Project) error {
	event := api.StringEvent{Project: p.Name(), Channel: channel, Release: p.Release(), PublishedAt: p.PublishedAt().UTC()}
	if previous := p.Previous(); previous != "" {
		event.Previous = &previous
	}
	data, err := json.Marshal(event)
	if err != nil {
		return err
	}
	return s.write("event: release\nid: " + p.Release() + "\ndata: " + string(data) + "\n\n")
}

// idle writes a comment, so that nobody takes the connection for dead.
func (s stream) idle() error { return s.write(": still here\n\n") }

func (s stream) write(text string) error {
	_ = s.control.SetWriteDeadline(time.Now().Add(listenerTime)) // not every writer has deadlines
	_, err := s.Response().Write([]byte(text))
	if err != nil {
		return err
	}
	return s.control.Flush()
}
