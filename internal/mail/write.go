package mail

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/textproto"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

//go:embed letter.html
var files embed.FS

var letterTemplate = template.Must(template.ParseFS(files, "letter.html"))

// message is a letter as it goes to the server.
type message struct {
	from, to string // bare addresses, of the envelope
	subject  string
	data     []byte // RFC 5322
}

// content is a letter in words.
type content struct {
	Locale, Dir           string
	Subject, Text, Button string
	Points                []point
	Address, Foot         string
}

// point is one of several things that a letter lists.
type point struct{ About, Text, Note string }

// write words a letter and puts it into the form of the mail. Whatever an address or a subject holds, it
// cannot add a header: addresses are parsed, and words encoded where they are more than plain ASCII.
func (m *Mailer) write(l journal.Letter) (message, error) {
	from, err := netmail.ParseAddress(m.From)
	if err != nil {
		return message{}, fmt.Errorf("mail: from: %w", err)
	}
	to, err := netmail.ParseAddress(l.To)
	if err != nil {
		return message{}, fmt.Errorf("%w: %w", errRefused, err)
	}
	c := m.word(l)
	var data bytes.Buffer
	m.head(&data, l, *from, c)
	body, err := c.body(&data)
	if err != nil {
		return message{}, err
	}
	data.Write(body)
	return message{from.Address, to.Address, c.Subject, data.Bytes()}, nil
}

func (m *Mailer) word(l journal.Letter) content {
	locale := m.Words.Negotiate(l.Locale)
	facts := map[string]any{}
	for name, fact := range l.Facts {
		facts[name] = fact
	}
	text := func(part string) string { return m.Words.Text(locale, "mail."+l.Kind+"."+part, facts) }
	c := content{
		Locale: locale, Dir: i18n.Locale(locale).Direction(), Subject: text("subject"), Text: text("text"),
		Foot: m.Words.Text(locale, "mail.foot", map[string]any{"Address": m.Base}), Points: m.points(locale, l.Points),
	}
	if path := l.Facts["path"]; path != "" {
		c.Button, c.Address = text("button"), m.Base+path
	}
	if path := l.Facts["settings"]; path != "" {
		c.Foot = m.Words.Text(locale, "mail.foot_topic", map[string]any{"Address": m.Base + path})
	}
	return c
}

// points words what a letter lists.
func (m *Mailer) points(locale string, all []journal.Point) []point {
	var worded []point
	for _, p := range all {
		w := point{About: p.About, Note: p.Note}
		if p.Words != "" {
			w.Text = m.Words.Text(locale, p.Words, nil)
		}
		worded = append(worded, w)
	}
	return worded
}

// head writes the headers (RFC 5322, section 3.6). Auto-Submitted (RFC 3834) keeps holiday notices away.
func (m *Mailer) head(data *bytes.Buffer, l journal.Letter, from netmail.Address, c content) {
	_, host, _ := strings.Cut(from.Address, "@")
	for _, line := range [][2]string{
		{"From", from.String()}, {"To", (&netmail.Address{Address: l.To}).String()},
		{"Subject", mime.QEncoding.Encode("utf-8", c.Subject)}, {"Date", m.Now().UTC().Format(time.RFC1123Z)},
		{"Message-ID", "<" + l.ID + "@" + host + ">"}, {"Content-Language", c.Locale},
		{"Auto-Submitted", "auto-generated"}, {"MIME-Version", "1.0"},
	} {
		fmt.Fprintf(data, "%s: %s\r\n", line[0], line[1])
	}
}

// body writes the text and, for those who prefer it, the same as HTML.
func (c content) body(head *bytes.Buffer) ([]byte, error) {
	var html, body bytes.Buffer
	err := letterTemplate.Execute(&html, c)
	if err != nil {
		return nil, err
	}
	parts := multipart.NewWriter(&body)
	fmt.Fprintf(head, "Content-Type: multipart/alternative; boundary=%q\r\n\r\n", parts.Boundary())
	for _, part := range [][2]string{{"text/plain", c.plain()}, {"text/html", html.String()}} {
		err = writePart(parts, part[0], part[1])
		if err != nil {
			return nil, err
		}
	}
	err = parts.Close()
	return body.Bytes(), err
}

func (c content) plain() string {
	text := c.Text
	for _, p := range c.Points {
		text += "\n\n- " + p.plain()
	}
	if c.Address != "" {
		text += "\n\n" + c.Button + ":\n" + c.Address
	}
	return text + "\n\n-- \n" + c.Foot + "\n"
}

// plain is the point as lines of text, the later ones indented.
func (p point) plain() string {
	var lines []string
	if p.About != "" {
		lines = append(lines, p.About)
	}
	for _, text := range []string{p.Text, p.Note} {
		if text != "" {
			lines = append(lines, strings.Split(text, "\n")...)
		}
	}
	return strings.Join(lines, "\n  ")
}

func writePart(parts *multipart.Writer, mediaType, text string) error {
	part, err := parts.CreatePart(textproto.MIMEHeader{
		"Content-Type": {mediaType + "; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"},
	})
	if err != nil {
		return err
	}
	quoted := quotedprintable.NewWriter(part)
	_, err = quoted.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n")))
	if err != nil {
		return err
	}
	return quoted.Close()
}
