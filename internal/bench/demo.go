package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// demoEnvironment is how every experiment runs hallyu: the access log as JSON, metrics and pprof on, no
// address that clashes.
func (b *Bench) demoEnvironment() []string {
	return []string{
		"HALLYU_DATA=" + filepath.Join(b.Temp, "demo"), "HALLYU_ADDR=127.0.0.1:0", "HALLYU_ADMIN_ADDR=127.0.0.1:0",
		"HALLYU_LOG_FORMAT=json", "HALLYU_LOG_LEVEL=info",
	}
}

// demoCommand is the real binary on the demo's data, which is brought in once a run.
func (b *Bench) demoCommand(ctx context.Context) (Command, error) {
	binary, err := b.Hallyu(ctx)
	if err != nil {
		return Command{}, err
	}
	command := Command{Path: binary, Args: []string{"serve", "--demo"}, Env: b.demoEnvironment()}
	_, err = os.Stat(filepath.Join(b.Temp, "demo"))
	if err == nil {
		return command, nil
	}
	seeding, err := b.StartServer(ctx, command)
	if err != nil {
		return Command{}, err
	}
	return command, seeding.Stop()
}

// Demo starts the real binary on the demo, with more settings than the usual ones, NAME=value.
func (b *Bench) Demo(ctx context.Context, settings ...string) (*Server, error) {
	command, err := b.demoCommand(ctx)
	if err != nil {
		return nil, err
	}
	command.Env = append(command.Env, settings...)
	return b.StartServer(ctx, command)
}

// reply is what a server says to a single request.
type reply struct {
	status int
	header http.Header
	body   []byte // as it was sent: still compressed where it was
}

// fetch asks a server once. The headers are given as "Name: value".
func (s *Server) fetch(ctx context.Context, path string, headers ...string) (*reply, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.Addr+path, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept-Encoding", "identity") // the client would ask for gzip and unpack it
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		request.Header.Set(name, value)
	}
	got, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	if err == nil && got.StatusCode >= 400 {
		err = fmt.Errorf("%s: %s %s", path, got.Status, body)
	}
	return &reply{got.StatusCode, got.Header, body}, err
}

// fetchJSON asks a server once and reads its answer into value.
func (s *Server) fetchJSON(ctx context.Context, path string, value any) error {
	got, err := s.fetch(ctx, path)
	if err != nil {
		return err
	}
	return json.Unmarshal(got.body, value)
}

const storefront = "/v1/storefronts/KR/ko"

// packs are the slugs of the demo's packs.
func (s *Server) packs(ctx context.Context) ([]string, error) {
	var list struct{ Items []struct{ Slug string } }
	err := s.fetchJSON(ctx, storefront+"/packs?limit=100", &list)
	if err == nil && len(list.Items) == 0 {
		err = fmt.Errorf("the demo has no packs in %s", storefront)
	}
	slugs := make([]string, len(list.Items))
	for i, pack := range list.Items {
		slugs[i] = pack.Slug
	}
	return slugs, err
}

// hotPage is the path of the pack whose JSON is nearest to 20 KB, and its size in bytes.
func (s *Server) hotPage(ctx context.Context) (path string, size int, err error) {
	slugs, err := s.packs(ctx)
	for _, slug := range slugs {
		got, err := s.fetch(ctx, storefront+"/packs/"+slug)
		if err != nil {
			return "", 0, err
		}
		if off(len(got.body), 20_000) < off(size, 20_000) {
			path, size = storefront+"/packs/"+slug, len(got.body)
		}
	}
	return path, size, err
}
