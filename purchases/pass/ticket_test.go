package pass_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/purchases/pass"
)

// key is a private key in PEM that a letter makes.
func key(t testing.TB, letter byte) []byte {
	t.Helper()
	data, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{letter}, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: data})
}

// public is the public half of it.
func public(t testing.TB, letter byte) []byte {
	t.Helper()
	data, err := x509.MarshalPKIXPublicKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{letter}, ed25519.SeedSize)).Public())
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: data})
}

func keys(t testing.TB, text ...[]byte) *pass.Keys {
	t.Helper()
	k, err := pass.ReadKeys(bytes.Join(text, nil))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

var ticket = pass.Ticket{
	Ledger: "app_01a20936-0000-7000-8000-000000000001:test", Pass: "pss_01a20936-0000-7000-8000-000000000002",
	Grant: "gnt_01a20936-0000-7000-8000-000000000003", Number: 1, Seat: 427,
	OpensAt: time.Unix(1775818800, 0).UTC(), ClosesAt: time.Unix(1775822400, 0).UTC(),
}

func TestTicketsComeBackAsTheyWere(t *testing.T) {
	k := keys(t, key(t, 'a'))
	text := k.Sign(ticket)
	got, err := k.Read(text)
	want := ticket
	want.Key = k.Public()[0].ID
	if err != nil || got != want {
		t.Errorf("%+v, %v\nwant %+v", got, err, want)
	}
	if len(text) > 300 {
		t.Errorf("%d bytes are much for a QR code", len(text))
	}
}

// TestOneTicketHasOneText: whatever is written in another way is no ticket, though the signature may be right.
func TestOneTicketHasOneText(t *testing.T) {
	k := keys(t, key(t, 'a'))
	text := k.Sign(ticket)
	parts := strings.Split(text, ".")
	with := func(part int, value string) string {
		other := append([]string{}, parts...)
		other[part] = value
		return strings.Join(other, ".")
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[9])
	if err != nil {
		t.Fatal(err)
	}
	last := parts[9][:85] + string(rune(parts[9][85])+1) // the same bytes to a decoder that does not look at the last bits
	order := bytes.Clone(signature)
	order[63] |= 0x80 // S above the group's order
	for name, bad := range map[string]string{
		"nothing": "", "a word": "ticket", "full stops": strings.Repeat(".", 9), "ten megabytes": strings.Repeat("A", 10<<20),
		"padded": text + "==", "standard base64": with(9, base64.StdEncoding.EncodeToString(signature)), "last bits": with(9, last),
		"a space": " " + text, "a line": text + "\n", "NUL": text + "\x00", "lower case": strings.ToLower(text), "cut": text[:len(text)-1],
		"no signature": with(9, ""), "another part": text + ".1", "one part less": strings.Join(parts[:9], "."), "another form": with(0, "HT2"),
		"a leading zero": with(6, "0427"), "a sign": with(6, "+427"), "negative": with(6, "-427"), "a fraction": with(6, "427,0"), "hexadecimal": with(6, "0x1ab"),
		"digits of others": with(6, "４２７"), "too large": with(7, strings.Repeat("9", 30)), "another seat": with(6, "428"), "another number": with(5, "2"),
		"later": with(8, "9999999999"), "another pass": with(3, "pss_x"), "no pass": with(3, ""), "another app": with(2, "app_x"), "another key": with(1, "AAAAAAAA"),
		"no key": with(1, ""), "S too large": with(9, base64.RawURLEncoding.EncodeToString(order)), "all zero": with(9, strings.Repeat("A", 86)),
	} {
		if got, err := k.Read(bad); !errors.Is(err, pass.ErrTicketInvalid) || got != (pass.Ticket{}) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// TestEveryBitCounts flips each bit of a ticket.
func TestEveryBitCounts(t *testing.T) {
	k := keys(t, key(t, 'a'))
	text := k.Sign(ticket)
	for i := range len(text) {
		for bit := range 8 {
			other := []byte(text)
			other[i] ^= 1 << bit
			if _, err := k.Read(string(other)); !errors.Is(err, pass.ErrTicketInvalid) {
				t.Fatalf("byte %d, bit %d: %v", i, bit, err)
			}
		}
	}
}

// TestKeysChange: tickets of a key outlive it as long as its public half is kept.
func TestKeysChange(t *testing.T) {
	old := keys(t, key(t, 'a')).Sign(ticket)
	both := keys(t, key(t, 'b'), public(t, 'a'))
	if _, err := both.Read(old); err != nil {
		t.Errorf("of the earlier key: %v", err)
	}
	if fresh := both.Sign(ticket); fresh == old || len(both.Public()) != 2 {
		t.Error("the earlier key signs still")
	}
	if _, err := keys(t, key(t, 'b')).Read(old); !errors.Is(err, pass.ErrTicketInvalid) {
		t.Errorf("of a key that is gone: %v", err)
	}
	for name, text := range map[string][]byte{
		"nothing": nil, "no PEM": []byte("key"), "a public one alone": public(t, 'a'), "a public one first": append(public(t, 'a'), key(t, 'b')...),
		"no key": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("key")}),
	} {
		if _, err := pass.ReadKeys(text); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func FuzzTicket(f *testing.F) {
	k := keys(f, key(f, 'a'))
	f.Add(k.Sign(ticket))
	f.Add("HT1.........")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := k.Read(text)
		if err != nil {
			return
		}
		if k.Sign(got) != text {
			t.Errorf("%q has another text", text)
		}
	})
}

// TestTicketsOfAllKinds: any ticket comes back as it was.
func TestTicketsOfAllKinds(t *testing.T) {
	k := keys(t, key(t, 'a'))
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[a-z]{3}_[0-9a-f-]{36}`)
		number := rapid.Int64Range(0, 999_999_999_999)
		want := pass.Ticket{
			Key: k.Public()[0].ID, Ledger: id.Draw(t, "ledger"), Pass: id.Draw(t, "pass"), Grant: id.Draw(t, "grant"),
			Number: number.Draw(t, "number"), Seat: number.Draw(t, "seat"),
			OpensAt: time.Unix(number.Draw(t, "opens"), 0).UTC(), ClosesAt: time.Unix(number.Draw(t, "closes"), 0).UTC(),
		}
		if got, err := k.Read(k.Sign(want)); err != nil || got != want {
			t.Fatalf("%+v, %v\nwant %+v", got, err, want)
		}
	})
}
