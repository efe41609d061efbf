package e2e

import (
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/pay/apple/appletest"
	"github.com/hallyu-store/hallyu/internal/pay/google/googletest"
	"github.com/hallyu-store/hallyu/internal/pay/stripe/stripetest"
)

// operation is one of the contract's, with a request by which it does what it is for.
type operation struct {
	trial
	method, path string
	scope        string   // of the app keys that may, "" for none
	roles        []string // of the staff that may
	own          bool     // the holder may as well, with a client token
}

// guarded reports whether the contract asks for a key.
func (o operation) guarded() bool { return o.scope != "" || len(o.roles) > 0 }

// operations reads the contract and gives each operation its trial. It fails the test where one of them
// has none, so that a new operation cannot be forgotten here.
func operations(t testing.TB, s *server) []operation {
	t.Helper()
	reply, err := s.client("").Do(t.Context(), "GET", "/openapi.json", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var contract struct {
		Paths map[string]map[string]struct {
			ID       string                `json:"operationId"`
			Security []map[string][]string `json:"security"`
		} `json:"paths"`
	}
	err = json.Unmarshal(reply.Body, &contract)
	if err != nil {
		t.Fatal(err)
	}
	var all []operation
	for path, methods := range contract.Paths {
		for method, described := range methods {
			i := slices.IndexFunc(trials, func(t trial) bool { return t.id == described.ID })
			if i < 0 {
				t.Errorf("%s %s (%s) has no trial: add one to trials_test.go", method, path, described.ID)
				continue
			}
			o := operation{trial: trials[i], method: strings.ToUpper(method), path: path}
			for _, way := range described.Security {
				o.scope = strings.Join(append(way["app"], o.scope), "")
				o.roles = append(o.roles, way["staff"]...)
				o.own = o.own || way["client"] != nil
			}
			all = append(all, o)
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return rankOf(a.id) - rankOf(b.id) })
	return all
}

func rankOf(id string) int {
	return slices.IndexFunc(trials, func(t trial) bool { return t.id == id })
}

// world is a store in which every trial can be made, and what stands for the names in them.
type world struct {
	*server
	names    map[string]string
	operator string // key
	reviewer string // key, where a test makes one
	app      string // key with every scope
}

var everyScope = []string{
	"catalog:read", "orders:read", "orders:write", "refunds:write", "holders:read", "holders:write",
	"strings:read", "strings:write", "webhooks:manage",
}

// stripeTrial signs what a Stripe tells that there is none of.
const stripeTrial = "whsec_trial"

// newWorld makes a store with two packs on sale, a draft, an app and its orders.
func newWorld(t testing.TB, serve func(t testing.TB, data string, args ...string) *server) *world {
	t.Helper()
	apple, google := appletest.New(t), googletest.New(t)
	s := serve(t, t.TempDir(), append(append(appStoreArgs(t, apple), playArgs(google)...), "--sign-up", "--smtp-url", "smtp://127.0.0.1:1", // where nobody answers: letters wait
		"--stripe-test-key", "sk_test_trial", "--stripe-test-webhook-secret", stripeTrial, "--stripe-url", "http://127.0.0.1:1")...)
	w := &world{server: s, operator: s.staff(t, "operator@example.com", "operator")}
	operator := s.client(w.operator)
	picture := dot(t, 77)
	upload, err := operator.PutUpload(t.Context(), digest(string(picture)), picture)
	if err != nil {
		t.Fatal(err)
	}
	onSale(t, operator, "trial-paid", "2500")
	onSale(t, operator, "trial-free", "")
	draft := brought(t, operator, "trial-draft", "100")
	app, err := operator.CreateApp(t.Context(), api.NewApp{Name: "chat", Scopes: everyScope})
	if err != nil {
		t.Fatal(err)
	}
	w.app = app.Keys[0].Secret
	further, err := operator.IssueKey(t.Context(), app.ID, api.NewKey{Test: true})
	if err != nil {
		t.Fatal(err)
	}
	free, err := s.client("").Pack(t.Context(), "KR", "en", "trial-free")
	if err != nil {
		t.Fatal(err)
	}
	w.names = map[string]string{
		"draft": draft.ID, "sticker": draft.Stickers[0].ID, "sticker2": draft.Stickers[1].ID,
		"upload": upload.SHA256, "picture": string(picture), "app": app.ID, "key": further.ID,
		"asset": strings.TrimPrefix(free.Cover.URL, "/assets/"), "shown": free.Stickers[0].ID,
		"trying": further.Secret, "now": time.Now().UTC().Format(time.RFC3339),
		"notice": apple.Sign(appletest.Notice("TEST", "")),
		"push":   base64.StdEncoding.EncodeToString([]byte(`{"packageName":"com.moon.chat"}`)), "pushed": google.Sign(googletest.Claims(time.Now())),
	}
	w.comment(t)
	w.assign(t)
	w.warn(t)
	w.remember(t)
	w.signUp(t)
	w.collab(t, "trial-free")
	w.order(t, "reserved", "trial-paid", "external", "")
	w.order(t, "reserved2", "trial-paid", "external", "")
	w.order(t, "fulfilled", "trial-paid", "external", "txn-secret-of-a")
	w.gift(t, "gift", "friend-accepts")
	w.gift(t, "gift2", "friend-declines")
	w.hook(t)
	w.codes(t, operator)
	given := must(operator.GiveGrant(t.Context(), api.Books{App: app.ID}, "fan-of-staff", "key-given", api.NewStaffGrant{Pack: "trial-paid", Reason: "a trial"}))(t)
	w.names["grant"] = given.ID
	for _, name := range []string{"bundle", "bundle2"} {
		made := must(operator.CreateBundle(t.Context(), api.NewBundle{Title: map[string]string{"en": "Both"}, Packs: []string{"trial-paid", "trial-free"}}))(t)
		w.names[name] = made.ID
	}
	w.passes(t, operator)
	w.subscriptions(t, operator)
	w.names["month"] = time.Now().UTC().Format("2006-01")
	contract := must(operator.CreateContract(t.Context(), api.NewContract{Scope: "creator", Party: "studio-made", ContractTerms: api.ContractTerms{Share: 6000}}))(t)
	w.names["contract"] = contract.ID
	ahead := time.Now().AddDate(0, 0, 7)
	w.names["tax"] = must(operator.CreateTax(t.Context(), api.NewTax{Region: "DE", Rate: 70_000, Included: true, From: &ahead}))(t).ID
	return w
}

// hook has events pushed to where nobody is.
func (w *world) hook(t testing.TB) {
	t.Helper()
	hook, err := w.client(w.app).CreateWebhook(t.Context(), api.NewWebhook{URL: "https://trial.invalid/hook", Types: []string{"order.failed"}})
	if err != nil {
		t.Fatal(err)
	}
	events, err := w.client(w.app).Events(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	w.names["webhook"], w.names["event"] = hook.ID, events.Items[0].ID
}

// comment says something about a message.
func (w *world) comment(t testing.TB) {
	t.Helper()
	c, err := w.client(w.app).AddComment(t.Context(), "store", "ru", "page.shell.skip", api.NewComment{Text: "Shorter?"})
	if err != nil {
		t.Fatal(err)
	}
	w.names["comment"] = c.ID
}

// assign gives out work on words.
func (w *world) assign(t testing.TB) {
	t.Helper()
	w.names["tomorrow"] = time.Now().UTC().AddDate(0, 0, 1).Format(time.DateOnly)
	a, err := w.client(w.operator).Assign(t.Context(), "store", api.NewAssignment{
		Locale: "de", Translator: "operator@example.com", What: "missing", Due: w.names["tomorrow"],
	})
	if err != nil {
		t.Fatal(err)
	}
	w.names["assignment"] = a.ID
}

// warn writes a text that the checker warns of.
func (w *world) warn(t testing.TB) {
	t.Helper()
	edit := api.TranslationEdit{Forms: map[string]string{"other": "本文へ  移動"}}
	_, err := w.client(w.operator).SetTranslation(t.Context(), "store", "ja", "page.shell.skip", "", edit)
	if err != nil {
		t.Fatal(err)
	}
}

// remember brings what another program remembers.
func (w *world) remember(t testing.TB) {
	t.Helper()
	one, err := w.client(w.app).ImportMemory(t.Context(), "store", "de", "trial.tmx", tmx("de", "Skip to content", "Zum Inhalt"))
	if err != nil {
		t.Fatal(err)
	}
	w.names["import"] = one.ID
	_, err = w.client(w.operator).SetTerm(t.Context(), "store", "trial", api.Term{Term: "trial"})
	if err != nil {
		t.Fatal(err)
	}
}

// signUp asks for an account, whose letter waits.
func (w *world) signUp(t testing.TB) {
	t.Helper()
	agreement, err := w.client("").Agreement(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	up := api.NewSignUp{Email: "confirm@example.com", Studio: "Confirm", Password: "a long password", Agreement: agreement.Version}
	err = w.client("").SignUp(t.Context(), up)
	if err != nil {
		t.Fatal(err)
	}
	driver, url := w.database()
	db, err := sql.Open(driver, url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var facts string
	err = db.QueryRowContext(t.Context(), "SELECT facts FROM letters WHERE kind = 'sign_up'").Scan(&facts)
	_, token, found := strings.Cut(facts, "token=")
	if err != nil || !found {
		t.Fatalf("no letter: %q, %v", facts, err)
	}
	token, _, _ = strings.Cut(token, `"`)
	w.names["agreement"], w.names["confirm"] = agreement.Version, token
}

// collab puts a pack under a collab.
func (w *world) collab(t testing.TB, pack string) {
	t.Helper()
	operator := w.client(w.operator)
	brand, err := operator.CreateBrand(t.Context(), api.NewBrand{Slug: "trial-brand", Name: "Brand"})
	if err == nil {
		_, err = operator.CreateCollab(t.Context(), api.NewCollab{Slug: "trial-tour", Brand: brand.ID, Title: map[string]string{"en": "Tour"}})
	}
	if err == nil {
		_, err = operator.SetCollab(t.Context(), pack, "trial-tour")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// order places an order of the fan and gives its id a name.
func (w *world) order(t testing.TB, name, pack, provider, transaction string) {
	t.Helper()
	order := api.NewOrder{Pack: pack, Region: "KR", PayWith: api.PayWith{Provider: provider, Transaction: transaction}}
	holder := "fan"
	if transaction == "" {
		holder = "fan-" + name
	}
	placed, err := w.client(w.app).PlaceOrder(t.Context(), holder, "first-"+name, order)
	if err != nil {
		t.Fatal(err)
	}
	w.names[name] = placed.ID
}

// gift gives a free pack to somebody and gives the gift's id a name.
func (w *world) gift(t testing.TB, name, recipient string) {
	t.Helper()
	order := api.NewOrder{Pack: "trial-free", Region: "KR", Recipient: recipient, PayWith: api.PayWith{Provider: "free"}}
	placed, err := w.client(w.app).PlaceOrder(t.Context(), "fan-gives", "first-"+name, order)
	if err != nil {
		t.Fatal(err)
	}
	w.names[name] = placed.ID
}

// codes makes two batches of codes and gives their ids and a code names.
func (w *world) codes(t testing.TB, operator *api.Client) {
	t.Helper()
	for _, name := range []string{"batch", "batch2"} {
		made, err := operator.MakeCodes(t.Context(), api.NewCodes{Name: name, Pack: "trial-paid", Count: 1})
		if err != nil {
			t.Fatal(err)
		}
		w.names[name] = made.ID
		if name == "batch" {
			w.names["code"] = made.Codes[0]
		}
	}
}

// passes makes a pass that two have and a draft, and gives their ids names.
func (w *world) passes(t testing.TB, operator *api.Client) {
	t.Helper()
	open := newMeeting("trial-tour")
	p := onDoor(t, operator, open)
	for _, holder := range []string{"fan-of-passes", "fan-of-transfers"} {
		must(w.client(w.app).PlaceOrder(t.Context(), holder, "first-"+holder, passOrder(p, "txn-"+holder)))(t)
	}
	w.names["pass"], w.names["pass2"] = p.ID, must(operator.CreatePass(t.Context(), open))(t).ID
}

// subscriptions makes a subscription that somebody has and a draft, and gives their ids names.
func (w *world) subscriptions(t testing.TB, operator *api.Client) {
	t.Helper()
	s := subscribable(t, operator, newPlus())
	must(w.client(w.app).PlaceOrder(t.Context(), "fan-of-passes", "first-period", periodOrder(s, "txn-period")))(t)
	must(w.client(w.app).Join(t.Context(), "fan-of-leaving", "", api.NewMembership{Brand: "trial-brand", Proof: "No. 8"}))(t)
	w.names["subscription"], w.names["subscription2"] = s.ID, must(operator.CreateSubscription(t.Context(), newPlus()))(t).ID
}

// named puts what stands for the names in their place.
func (w *world) named(text string) string {
	for name, value := range w.names {
		text = strings.ReplaceAll(text, "${"+name+"}", value)
	}
	return text
}

// address is the operation's path and query with parameters; extra ones win over the trial's.
func (w *world) address(o operation, extra map[string]string) string {
	path := o.path
	for _, parameters := range []map[string]string{extra, o.vars, usual} {
		for name, value := range parameters {
			path = strings.ReplaceAll(path, "{"+name+"}", w.named(value))
		}
	}
	return path + w.named(o.query)
}

// ask makes the operation's request with an Authorization.
func (w *world) ask(t *testing.T, o operation, authorization string, extra map[string]string) *api.Raw {
	t.Helper()
	header := http.Header{"Content-Type": {"application/json"}}
	if strings.HasPrefix(o.body, "<") || o.method == http.MethodPut && strings.Contains(o.path, "uploads") {
		header.Set("Content-Type", "application/octet-stream")
	}
	if o.method == http.MethodPost {
		header.Set("Idempotency-Key", "trial-of-"+o.id)
	}
	if authorization != "" {
		header.Set("Authorization", authorization)
	}
	if o.id == "hear-google-play" {
		header.Set("Authorization", w.names["pushed"])
	}
	if o.id == "hear-stripe" {
		header.Set("Stripe-Signature", stripetest.Sign([]byte(o.body), stripeTrial, time.Now()))
	}
	reply, err := w.client("").Do(t.Context(), o.method, w.address(o, extra), []byte(w.named(o.body)), header)
	if err != nil {
		t.Fatalf("%s: %v", o.id, err)
	}
	return reply
}
