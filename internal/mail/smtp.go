package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/smtp"
	"net/textproto"
	"net/url"
	"time"
)

// errRefused says that the address takes no mail, now or later.
var errRefused = errors.New("mail: address refused")

// errPlain says that a letter would have gone over the network unencrypted.
var errPlain = errors.New("mail: the server offers no STARTTLS; smtps:, or ?tls=no to do without")

// patience is how long one letter may take.
const patience = time.Minute

// ParseServer reads the address of a mail server: smtp://user:password@host:587, which uses STARTTLS, or
// smtps://…:465, which is TLS from the first byte.
func ParseServer(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, err
	}
	if u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" {
		return nil, fmt.Errorf("mail: %s is no address of a mail server", u.Redacted())
	}
	if u.Port() == "" {
		u.Host = net.JoinHostPort(u.Hostname(), map[string]string{"smtp": "587", "smtps": "465"}[u.Scheme])
	}
	return u, nil
}

// send hands a letter to the server.
func (m *Mailer) send(ctx context.Context, letter message) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	client, err := m.connect(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	err = client.Mail(letter.from)
	if err != nil {
		return err
	}
	err = client.Rcpt(letter.to)
	var reply *textproto.Error
	if errors.As(err, &reply) && reply.Code >= 550 && reply.Code <= 553 {
		return fmt.Errorf("%w: %w", errRefused, err)
	}
	if err != nil {
		return err
	}
	err = write(client, letter.data)
	if err != nil {
		return err
	}
	_ = client.Quit() // the letter is taken, whatever the server says to that
	return nil
}

func write(client *smtp.Client, data []byte) error {
	w, err := client.Data()
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return errors.Join(err, w.Close())
}

func (m *Mailer) connect(ctx context.Context) (*smtp.Client, error) {
	settings := &tls.Config{ServerName: m.Server.Hostname(), RootCAs: m.Roots, MinVersion: tls.VersionTLS12}
	var conn net.Conn
	var err error
	if m.Server.Scheme == "smtps" {
		conn, err = (&tls.Dialer{Config: settings}).DialContext(ctx, "tcp", m.Server.Host)
	} else {
		conn, err = (&net.Dialer{}).DialContext(ctx, "tcp", m.Server.Host)
	}
	if err != nil {
		return nil, err
	}
	end, _ := ctx.Deadline()
	_ = conn.SetDeadline(end)
	client, err := smtp.NewClient(conn, m.Server.Hostname())
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	err = m.introduce(client, settings)
	if err != nil {
		return nil, errors.Join(err, client.Close())
	}
	return client, nil
}

// introduce encrypts the connection, unless it is or stays on this machine, and signs in.
func (m *Mailer) introduce(client *smtp.Client, settings *tls.Config) error {
	if m.Server.Scheme == "smtp" {
		offered, _ := client.Extension("STARTTLS")
		if !offered && !m.mayBePlain() {
			return errPlain
		}
		if offered && m.Server.Query().Get("tls") != "no" {
			err := client.StartTLS(settings)
			if err != nil {
				return err
			}
		}
	}
	password, named := m.Server.User.Password()
	if !named {
		return nil
	}
	return client.Auth(smtp.PlainAuth("", m.Server.User.Username(), password, m.Server.Hostname()))
}

func (m *Mailer) mayBePlain() bool {
	ip := net.ParseIP(m.Server.Hostname())
	return m.Server.Query().Get("tls") == "no" || m.Server.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
