package pass

import (
	"crypto/ed25519"
	"encoding/base64"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

// ErrTicketInvalid: it is no ticket, or not signed by this store. Facts: none, so that nothing is told to forgers.
var ErrTicketInvalid = fault.Define(fault.Invalid, "pass-ticket-invalid")

// Ticket says that whoever shows it holds a pass. It can be checked without asking anybody: that it is the latest of its
// seat, and was not taken back, is what the store alone knows.
type Ticket struct {
	Key      string    // id of the key that signed it
	Ledger   string    // of the app: "app_…", or with ":test"
	Pass     string    // pss_…
	Grant    string    // gnt_…
	Number   int64     // 1 of who bought it; one more whenever it is given anew: of two for one seat the higher holds
	Seat     int64     // from 1; 0 where seats are not counted
	OpensAt  time.Time // of the pass when the ticket was made, whole seconds
	ClosesAt time.Time
}

// MaxTicket is how long the text of a ticket may be, in bytes.
const MaxTicket = 512

// ticketForm is the version that the text of a ticket begins with.
const ticketForm = "HT1"

// IsTicket reports whether a text begins as tickets do. Nothing of it is proven.
func IsTicket(text string) bool { return strings.HasPrefix(text, ticketForm+".") }

// ticketParts is how many parts the text has, the signature among them.
const ticketParts = 10

// statement is what is signed: all parts but the signature, with full stops between them.
func (t Ticket) statement() string {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	return strings.Join([]string{
		ticketForm, t.Key, t.Ledger, t.Pass, t.Grant, number(t.Number), number(t.Seat), number(t.OpensAt.Unix()), number(t.ClosesAt.Unix()),
	}, ".")
}

// text is the statement with its signature.
func (t Ticket) text(signature []byte) string {
	return t.statement() + "." + base64.RawURLEncoding.EncodeToString(signature)
}

var (
	idPart     = regexp.MustCompile(`^[a-z]+_[0-9A-Za-z-]{1,64}(:test)?$`)
	numberPart = regexp.MustCompile(`^(0|[1-9][0-9]{0,17})$`)
)

// parse reads a ticket without looking at its signature. What is not in the one form that statement writes is refused.
func parse(text string) (t Ticket, signature []byte, ok bool) {
	if len(text) > MaxTicket {
		return t, nil, false
	}
	parts := strings.Split(text, ".")
	if len(parts) != ticketParts || parts[0] != ticketForm {
		return t, nil, false
	}
	for _, id := range parts[2:5] {
		if !idPart.MatchString(id) {
			return t, nil, false
		}
	}
	var numbers [4]int64
	for i := range numbers {
		if !numberPart.MatchString(parts[5+i]) {
			return t, nil, false
		}
		numbers[i], _ = strconv.ParseInt(parts[5+i], 10, 64) // 18 digits fit
	}
	signature, err := base64.RawURLEncoding.Strict().DecodeString(parts[9])
	if err != nil || len(signature) != ed25519.SignatureSize {
		return t, nil, false
	}
	t = Ticket{
		Key: parts[1], Ledger: parts[2], Pass: parts[3], Grant: parts[4], Number: numbers[0], Seat: numbers[1],
		OpensAt: time.Unix(numbers[2], 0).UTC(), ClosesAt: time.Unix(numbers[3], 0).UTC(),
	}
	return t, signature, t.text(signature) == text
}
