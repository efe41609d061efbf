package e2e

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"github.com/hallyu-store/hallyu/api"
)

// newMeeting is a pass that admits now, for an hour.
func newMeeting(collab string) api.NewPass {
	now, seats := time.Now().UTC(), int64(2)
	return api.NewPass{
		Kind: "meet_and_greet", Collab: collab, Title: map[string]string{"en": "Meet the Tides", "ko": "타이즈와 만나요"},
		Capacity: &seats, OpensAt: now.Add(-time.Minute), ClosesAt: now.Add(time.Hour), Transfer: "once",
		Offers: []api.PassOffer{{Regions: []string{"KR"}, Price: &api.Money{Amount: 33000, Currency: "KRW"}}},
	}
}

// onDoor makes a pass and puts it on sale.
func onDoor(t testing.TB, operator *api.Client, p api.NewPass) api.Pass {
	t.Helper()
	made := must(operator.CreatePass(t.Context(), p))(t)
	state := "on_sale"
	return must(operator.UpdatePass(t.Context(), made.ID, made.Version, api.PassChange{State: &state}))(t)
}

func passOrder(p api.Pass, transaction string) api.NewOrder {
	return api.NewOrder{Pass: p.ID, Region: "KR", PayWith: api.PayWith{Provider: "external", Transaction: transaction}}
}

// TestPassesFromSaleToDoor sells the seats of a meet-and-greet, hands one on, lets its holders in once and takes the rest
// back.
func TestPassesFromSaleToDoor(t *testing.T) {
	s := serve(t, t.TempDir())
	ctx := t.Context()
	operator, app := s.client(s.staff(t, "operator@example.com", "operator")), s.client(s.app(t, everyScope...))
	onSale(t, operator, "moon", "2500")
	brand := must(operator.CreateBrand(ctx, api.NewBrand{Slug: "tides", Name: "Tides"}))(t)
	must(operator.CreateCollab(ctx, api.NewCollab{Slug: "tour", Brand: brand.ID, Title: map[string]string{"en": "Tour"}}))(t)
	must(operator.SetCollab(ctx, "moon", "tour"))(t)
	p := onDoor(t, operator, newMeeting("tour"))

	hub := must(app.Collab(ctx, "KR", "ko", "tour"))(t)
	if len(hub.Passes) != 1 || hub.Passes[0].Title != "타이즈와 만나요" || hub.Passes[0].Price.Display != "₩33,000" || hub.Passes[0].State != "open" {
		t.Fatalf("the hub: %+v", hub.Passes)
	}
	if elsewhere := must(app.Passes(ctx, "JP", "ja"))(t); len(elsewhere.Items) != 0 {
		t.Errorf("in Japan: %+v", elsewhere.Items)
	}
	bought := must(app.PlaceOrder(ctx, "fan", "k1", passOrder(p, "t1")))(t)
	if bought.Pass != p.ID || bought.Pack != "" || len(bought.Grants) != 1 || bought.Grants[0].Pass != p.ID || *bought.Grants[0].Serial != 1 {
		t.Errorf("bought: %+v", bought)
	}
	must(app.PlaceOrder(ctx, "giver", "k2", passOrder(p, "t2")))(t)
	if stock := must(app.PassStock(ctx, p.ID))(t); *stock.Left != 0 || stock.State != "sold_out" {
		t.Errorf("stock: %+v", stock)
	}
	_, err := app.PlaceOrder(ctx, "late", "k3", api.NewOrder{Pass: p.ID, Region: "KR", PayWith: api.PayWith{Provider: "external"}})
	problem(t, err, "sold-out")

	dead := must(app.Ticket(ctx, "giver", p.ID))(t)
	must(app.TransferPass(ctx, "giver", p.ID, "k4", "friend"))(t)
	ticket := must(app.Ticket(ctx, "friend", p.ID))(t)
	if ticket.Number != 2 || *ticket.Seat != 2 {
		t.Errorf("handed on: %+v", ticket)
	}
	_, err = app.CheckIn(ctx, p.ID, "k5", api.NewCheckIn{Ticket: dead.Ticket, Gate: "north"})
	problem(t, err, "pass-ticket-revoked")
	if a := must(app.Admission(ctx, "friend", p.ID))(t); !a.Admitted || a.CheckedInAt != nil {
		t.Errorf("admission: %+v", a)
	}
	in := must(app.CheckIn(ctx, p.ID, "k6", api.NewCheckIn{Ticket: ticket.Ticket, Gate: "north"}))(t)
	if in.Holder != "friend" || *in.Seat != 2 || in.Gate != "north" {
		t.Errorf("checked in: %+v", in)
	}
	_, err = app.CheckIn(ctx, p.ID, "k7", api.NewCheckIn{Ticket: ticket.Ticket})
	problem(t, err, "pass-checked-in")
	if shown := must(operator.StaffPass(ctx, p.ID))(t); len(shown.Attendance) != 1 || shown.Attendance[0].Holders != 2 || shown.Attendance[0].CheckedIn != 1 {
		t.Errorf("attendance: %+v", shown.Attendance)
	}
	cancelled := "cancelled"
	must(operator.UpdatePass(ctx, p.ID, 0, api.PassChange{State: &cancelled}))(t)
	if o := must(app.Order(ctx, "fan", bought.ID))(t); o.State != "refund_due" {
		t.Errorf("after it was cancelled: %+v", o)
	}
	if a := must(app.Admission(ctx, "fan", p.ID))(t); a.Admitted || a.Reason != "cancelled" {
		t.Errorf("admission to nothing: %+v", a)
	}
}

// TestTicketsAreCheckedOffline has Node's own Ed25519 verify tickets by the published keys, and refuse what was forged.
func TestTicketsAreCheckedOffline(t *testing.T) {
	s := serve(t, t.TempDir())
	ctx := t.Context()
	operator, app := s.client(s.staff(t, "operator@example.com", "operator")), s.client(s.app(t, everyScope...))
	p := onDoor(t, operator, newMeeting(""))
	must(app.PlaceOrder(ctx, "fan", "k1", passOrder(p, "t1")))(t)
	ticket := must(app.Ticket(ctx, "fan", p.ID))(t)
	keys, err := json.Marshal(must(app.TicketKeys(ctx))(t))
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(ticket.Ticket, ".")
	forged := func(part int, value string) string {
		other := append([]string{}, parts...)
		other[part] = value
		return strings.Join(other, ".")
	}
	texts := map[string]string{
		ticket.Ticket: "ok", forged(6, "2"): "bad", forged(5, "9"): "bad", forged(8, "9999999999"): "bad", forged(1, "AAAAAAAA"): "bad",
		forged(3, "pss_other"): "bad", ticket.Ticket + "=": "bad", ticket.Ticket[:len(ticket.Ticket)-4]: "bad", ticket.Ticket + "\n": "bad",
		forged(9, strings.NewReplacer("-", "+", "_", "/").Replace(parts[9])+"=="): "bad", "": "bad", "HT1": "bad", forged(0, "HT2"): "bad",
	}
	for text, want := range texts {
		judge := exec.CommandContext(ctx, "node", "ticket.mjs", string(keys))
		judge.Stdin = strings.NewReader(text)
		said, err := judge.CombinedOutput()
		if err != nil {
			t.Fatalf("node: %v\n%s", err, said)
		}
		if verdict := strings.TrimSpace(string(said)); !strings.HasPrefix(verdict, want) {
			t.Errorf("%q: node says %s, want %s", text, verdict, want)
		}
		if want == "bad" {
			_, err = app.CheckIn(ctx, p.ID, "forged-"+strconv.Itoa(len(text))+text[:min(len(text), 3)], api.NewCheckIn{Ticket: text})
			if err == nil {
				t.Errorf("%q was let in", text)
			}
		}
	}
	_, err = app.CheckIn(ctx, p.ID, "huge", api.NewCheckIn{Ticket: strings.Repeat("A", 10<<20)})
	problem(t, err, "body-too-large")
}

// TestQRCodesAreRead decodes the picture of a ticket with another library than drew it.
func TestQRCodesAreRead(t *testing.T) {
	s := serve(t, t.TempDir())
	ctx := t.Context()
	operator, app := s.client(s.staff(t, "operator@example.com", "operator")), s.client(s.app(t, everyScope...))
	meeting := newMeeting("")
	meeting.Title["en"] = `Meet & "greet" <all>`
	p := onDoor(t, operator, meeting)
	must(app.PlaceOrder(ctx, "fan", "k1", passOrder(p, "t1")))(t)
	reply, err := app.Do(ctx, "GET", "/v1/holders/fan/passes/"+p.ID+"/ticket.svg", nil, nil)
	if err != nil || reply.Status != 200 || reply.Header.Get("Content-Type") != "image/svg+xml" || reply.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%+v, %v", reply, err)
	}
	var picture struct {
		Role  string `xml:"role,attr"`
		Title string `xml:"title"`
	}
	err = xml.Unmarshal(reply.Body, &picture)
	if err != nil || picture.Role != "img" || picture.Title != meeting.Title["en"] {
		t.Errorf("for those who do not see it: %+v, %v", picture, err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(painted(t, reply.Body))
	if err != nil {
		t.Fatal(err)
	}
	read, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := must(app.Ticket(ctx, "fan", p.ID))(t).Ticket; read.GetText() != want {
		t.Errorf("it says %q\nwant %q", read.GetText(), want)
	}
}

var (
	viewBox = regexp.MustCompile(`viewBox="0 0 (\d+) \d+"`)
	darkRun = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1H`)
)

// painted paints the dark runs of a QR code's SVG.
func painted(t *testing.T, svg []byte) image.Image {
	t.Helper()
	const scale = 4
	side, _ := strconv.Atoi(string(viewBox.FindSubmatch(svg)[1]))
	canvas := image.NewGray(image.Rect(0, 0, side*scale, side*scale))
	for i := range canvas.Pix {
		canvas.Pix[i] = 0xff
	}
	for _, m := range darkRun.FindAllSubmatch(bytes.TrimSpace(svg), -1) {
		var n [3]int
		for i := range n {
			n[i], _ = strconv.Atoi(string(m[i+1]))
		}
		for x := n[0] * scale; x < (n[0]+n[2])*scale; x++ {
			for y := n[1] * scale; y < (n[1]+1)*scale; y++ {
				canvas.SetGray(x, y, color.Gray{})
			}
		}
	}
	return canvas
}

// TestOneIsLetIn has fifty gates of two servers over one database read the same ticket at once.
func TestOneIsLetIn(t *testing.T) {
	data := t.TempDir()
	first := serve(t, data)
	second := serveBinary(t, data)
	ctx := t.Context()
	operator, key := first.client(first.staff(t, "operator@example.com", "operator")), first.app(t, everyScope...)
	p := onDoor(t, operator, newMeeting(""))
	must(first.client(key).PlaceOrder(ctx, "fan", "k1", passOrder(p, "t1")))(t)
	ticket := must(first.client(key).Ticket(ctx, "fan", p.ID))(t)
	var gates sync.WaitGroup
	var mu sync.Mutex
	in := 0
	for i := range 50 {
		gate := first.client(key)
		if i%2 == 1 {
			gate = second.client(key)
		}
		gates.Go(func() {
			_, err := gate.CheckIn(ctx, p.ID, fmt.Sprint("gate-", i), api.NewCheckIn{Ticket: ticket.Ticket})
			mu.Lock()
			defer mu.Unlock()
			var refused *api.Problem
			if err == nil {
				in++
			} else if !errors.As(err, &refused) || refused.Code() != "pass-checked-in" {
				t.Error(err)
			}
		})
	}
	gates.Wait()
	if in != 1 {
		t.Errorf("%d were let in", in)
	}
}
