package mail_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http/httptest"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/mail"
	"github.com/hallyu-store/hallyu/internal/servertest"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/journaltest"
)

var at = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

type words struct{ *i18n.Project }

func (w words) Negotiate(header string) string { return string(w.Negotiator().Header(header)) }

func (w words) Text(locale, id string, args map[string]any) string {
	return w.Project.Text(i18n.Locale(locale), id, args)
}

// desk is a mailer with its outbox, and what it logged.
type desk struct {
	*mail.Mailer
	outbox *journaltest.Store
	log    bytes.Buffer
	now    time.Time
}

func newDesk(config mail.Config) *desk {
	d := &desk{outbox: journaltest.NewStore(), now: at}
	store := i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Embedded()}, Log: slog.New(slog.DiscardHandler)}).Current().Store()
	config.From, config.Base = "Moon Store <store@moon.example>", "https://moon.example"
	d.Mailer = mail.New(config, mail.Deps{
		Outbox: d.outbox, Words: words{store}, Log: slog.New(slog.NewTextHandler(&d.log, nil)), Now: func() time.Time { return d.now },
	})
	return d
}

func (d *desk) write(t *testing.T, to, locale string) {
	t.Helper()
	letter := journal.NewLetter(to, locale, "password", map[string]string{"path": "/studio/password?token=SECRET"}, d.now)
	if err := d.outbox.Append(t.Context(), journal.Record{Letters: []journal.Letter{letter}}); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) deliver(t *testing.T) {
	t.Helper()
	if err := d.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// smtpServer starts a real server that speaks STARTTLS and asks for a password.
func smtpServer(t *testing.T) (address string, roots *x509.CertPool, letters func() servertest.Letter) {
	t.Helper()
	certificate, key, roots := certificate(t)
	address, letters = servertest.SMTP(t, certificate, key)
	return address, roots, letters
}

// certificate is that of httptest, which holds for 127.0.0.1, as files.
func certificate(t *testing.T) (certificateFile, keyFile string, roots *x509.CertPool) {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	pair := server.TLS.Certificates[0]
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, block := range map[string]*pem.Block{
		"certificate": {Type: "CERTIFICATE", Bytes: pair.Certificate[0]}, "key": {Type: "PRIVATE KEY", Bytes: key},
	} {
		if err := os.WriteFile(filepath.Join(folder, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	roots = x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return filepath.Join(folder, "certificate"), filepath.Join(folder, "key"), roots
}

func TestLetterReachesARealServer(t *testing.T) {
	address, roots, letters := smtpServer(t)
	url, err := mail.ParseServer("smtp://yuna:secret@" + address)
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(mail.Config{Server: url, Roots: roots})
	d.write(t, "haneul@studio.example", "ko")
	d.deliver(t)
	got := letters()
	if !got.TLS || got.From != "store@moon.example" || got.To[0] != "haneul@studio.example" {
		t.Errorf("%+v", got)
	}
	letter, err := netmail.ReadMessage(strings.NewReader(got.Data))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(letter.Header.Get("Subject"))
	if err != nil || !strings.Contains(subject, "비밀번호") || letter.Header.Get("Content-Language") != "ko" {
		t.Errorf("subject %q, %v", subject, err)
	}
	for i, text := range parts(t, letter) {
		if !strings.Contains(text, "https://moon.example/studio/password?token=SECRET") || !strings.Contains(text, "비밀번호") {
			t.Errorf("part %d: %s", i, text)
		}
	}
	if again := d.outbox.Letters(); again[0].Facts != nil {
		t.Error("the outbox keeps the secret of a letter that was sent")
	}
	if strings.Contains(d.log.String(), "SECRET") {
		t.Error("the log has the secret")
	}
}

func parts(t *testing.T, letter *netmail.Message) []string {
	t.Helper()
	_, params, err := mime.ParseMediaType(letter.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	reader := multipart.NewReader(letter.Body, params["boundary"])
	var texts []string
	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	if len(texts) != 2 {
		t.Fatalf("%d parts", len(texts))
	}
	return texts
}

func TestRefusedIsGivenUpAndDelayedComesAgain(t *testing.T) {
	address, roots, letters := smtpServer(t)
	url, _ := mail.ParseServer("smtp://yuna:secret@" + address)
	d := newDesk(mail.Config{Server: url, Roots: roots})
	d.write(t, "nobody@studio.example", "en")
	d.write(t, "later@studio.example", "en")
	d.write(t, "yuna@studio.example", "en")
	d.deliver(t)
	if got := letters(); got.To[0] != "yuna@studio.example" {
		t.Errorf("%v came first", got.To)
	}
	d.now = d.now.Add(time.Minute)
	d.deliver(t)
	if kept := d.outbox.Letters(); kept[0].Attempts != 1 || kept[1].Attempts != 2 || kept[2].Attempts != 1 {
		t.Errorf("%+v", kept)
	}
}

func TestPasswordNeverGoesUnencrypted(t *testing.T) {
	address, _, _ := smtpServer(t)
	url, _ := mail.ParseServer("smtp://yuna:secret@" + address)
	d := newDesk(mail.Config{Server: url}) // nobody vouches for the server
	d.write(t, "yuna@studio.example", "en")
	d.deliver(t)
	if !strings.Contains(d.log.String(), "certificate") || d.outbox.Letters()[0].Facts == nil {
		t.Errorf("sent to whoever answered: %s", d.log.String())
	}
}

func TestWithoutAServerTheLogSaysSo(t *testing.T) {
	d := newDesk(mail.Config{})
	d.write(t, "yuna@studio.example", "en")
	d.deliver(t)
	if log := d.log.String(); !strings.Contains(log, "password") || strings.Contains(log, "SECRET") || strings.Contains(log, "yuna@") {
		t.Error(log)
	}
}

func TestAddressesAddNoHeaders(t *testing.T) {
	d := newDesk(mail.Config{Server: nil})
	for _, to := range []string{"a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "", "a"} {
		d.write(t, to, "en")
	}
	d.deliver(t)
	if strings.Count(d.log.String(), "address refused") != 4 {
		t.Error(d.log.String())
	}
}

func TestServersAreParsed(t *testing.T) {
	for text, want := range map[string]string{
		"smtp://mail.example": "mail.example:587", "smtps://u:p@mail.example": "mail.example:465", "smtp://mail.example:25": "mail.example:25",
		"http://mail.example": "", "mail.example": "", "smtp://": "",
	} {
		u, err := mail.ParseServer(text)
		if (err == nil) != (want != "") || err == nil && u.Host != want {
			t.Errorf("%s: %v, %v", text, u, err)
		}
	}
}
