package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/hallyu-store/hallyu/journal/webhook"
)

const (
	timeout    = 15 * time.Second // of an attempt, from its first byte to the last
	maxAnswer  = 64 << 10         // bytes that are read of an answer
	maxHeader  = 16 << 10         // bytes that its header may have
	maxExcerpt = 500              // characters of it that are kept
)

// Message is one attempt to deliver.
type Message struct {
	URL       string
	ID        string // the same for every attempt
	Signature string
	Body      []byte
	At        time.Time
}

// Client posts messages to receivers.
type Client struct {
	http *http.Client
	now  func() time.Time
}

// NewClient returns a client that calls public addresses by https. With local it calls this machine as well,
// and by http.
func NewClient(local bool, now func() time.Time) *Client {
	return &Client{now: now, http: NewHTTP(local, timeout)}
}

// NewHTTP returns a client that calls public addresses alone, and follows no redirect. With local it calls this
// machine as well.
func NewHTTP(local bool, timeout time.Duration) *http.Client {
	dialer := &net.Dialer{Timeout: timeout, Control: newGuard(local).control}
	transport := &http.Transport{
		Proxy:       nil, // a proxy would resolve names by itself
		DialContext: dialer.DialContext, TLSHandshakeTimeout: timeout, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
		MaxIdleConns: 100, MaxIdleConnsPerHost: 2, IdleConnTimeout: 30 * time.Second,
		MaxResponseHeaderBytes: maxHeader, ForceAttemptHTTP2: true,
	}
	return &http.Client{
		Transport: transport, Timeout: timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Post sends a message and says what came of it.
func (c *Client) Post(ctx context.Context, m Message) webhook.Outcome {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, m.URL, bytes.NewReader(m.Body))
	if err != nil {
		return webhook.Outcome{Failure: webhook.FailedConnect}
	}
	header := request.Header
	header.Set("Content-Type", "application/json")
	header.Set("User-Agent", "hallyu-webhooks/1")
	header["webhook-id"] = []string{m.ID}
	header["webhook-timestamp"] = []string{strconv.FormatInt(m.At.Unix(), 10)}
	header["webhook-signature"] = []string{m.Signature}
	began := time.Now()
	reply, err := c.http.Do(request)
	if err != nil {
		return webhook.Outcome{Failure: failureOf(err), Took: time.Since(began)}
	}
	defer reply.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(reply.Body, maxAnswer))
	o := webhook.Outcome{Status: reply.StatusCode, Excerpt: excerpt(answer), Took: time.Since(began)}
	o.RetryAfter = retryAfter(reply.Header.Get("Retry-After"), c.now())
	if err != nil && !o.OK() { // one that was taken is not sent again for the rest of its answer
		o.Failure = failureOf(err)
	}
	return o
}

// failureOf is why there was no answer.
func failureOf(err error) string {
	var name *net.DNSError
	var alert tls.AlertError
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	var network net.Error
	switch {
	case errors.Is(err, errForbidden):
		return webhook.FailedForbidden
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return webhook.FailedTimeout
	case errors.As(err, &name):
		return webhook.FailedName
	case errors.As(err, &certificate), errors.As(err, &alert), errors.As(err, &record):
		return webhook.FailedTLS
	}
	return webhook.FailedConnect
}

// retryAfter reads the header of that name (RFC 9110, section 10.2.3); 0 when it says nothing.
func retryAfter(value string, now time.Time) time.Duration {
	seconds, err := strconv.ParseUint(strings.TrimSpace(value), 10, 31)
	if err == nil {
		return time.Duration(seconds) * time.Second
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return max(0, at.Sub(now))
}

// excerpt is the beginning of an answer, fit to be shown: no byte that is no text, nothing that a terminal or a
// page would act on.
func excerpt(answer []byte) string {
	answer = answer[:min(len(answer), 4*maxExcerpt)]
	clean := strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(string(answer), ""))
	runes := []rune(strings.TrimSpace(clean))
	return string(runes[:min(len(runes), maxExcerpt)])
}
