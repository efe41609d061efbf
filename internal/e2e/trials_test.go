package e2e

// trial is a request by which an operation does what it is for.
type trial struct {
	id    string
	vars  map[string]string // path parameters, where the usual ones will not do
	query string
	body  string // with ${names} of a world
	as    string // name of the key that it takes; "" for one of those that may
}

// usual are the path parameters that most operations take.
var usual = map[string]string{
	"holder": "fan", "pack": "${draft}", "order": "${fulfilled}", "sticker": "${sticker}", "app": "${app}", "key": "${key}",
	"sha256": "${upload}", "region": "KR", "locale": "en", "tag": "ko", "project": "store", "channel": "production",
	"name": "${asset}", "lng": "en", "ns": "store", "tier": "trial",
}

var paid = map[string]string{"pack": "trial-paid"}

// trials has one trial for every operation of the contract, in an order in which all of them succeed.
var trials = []trial{
	{id: "get-asset"},
	{id: "list-revoked-assets"},
	{id: "report-missing", body: `{}`},
	{id: "get-i18next", vars: map[string]string{"file": "store.json"}},
	{id: "list-storefronts"},
	{id: "choose-storefront"},
	{id: "get-front-page"},
	{id: "list-packs"},
	{id: "get-pack", vars: paid},
	{id: "search", query: "?q=one"},
	{id: "list-changes", query: "?since=${revision}"},
	{id: "get-sticker", vars: map[string]string{"sticker": "${shown}"}},
	{id: "resolve-stickers", body: `{"refs":[{"id":"${shown}","release":1}]}`},
	{id: "get-manifest"},
	{id: "get-strings", vars: map[string]string{"file": "ko.flat.json"}},
	{id: "get-negotiated-strings", vars: map[string]string{"file": "production.flat.json"}},
	{id: "get-strings-file", vars: map[string]string{"file": "${strings}.flat.json"}},
	{id: "get-plurals"},
	{id: "render", body: `{"locale":"ko","messages":[{"id":"problem.internal.title"}]}`},
	{id: "sign-in", body: `{"email":"somebody@example.com","password":"${password}"}`},

	{id: "get-agreement"},
	{id: "sign-up", body: `{"email":"trial@example.com","studio":"Trial","password":"a long password","agreement":"${agreement}"}`},
	{id: "confirm-sign-up", body: `{"token":"${confirm}","password":"a long password"}`},
	{id: "get-account"},
	{id: "accept-agreement", body: `{"version":"${agreement}"}`},
	{id: "update-account", body: `{"muted":["sales"]}`},
	{id: "list-creators"},
	{id: "create-creator", body: `{"slug":"studio-trial","name":"Studio Trial"}`},
	{id: "create-app", body: `{"name":"another","scopes":["catalog:read"]}`},
	{id: "get-app"},
	{id: "issue-key", body: `{"test":true}`},
	{id: "revoke-key"},
	{id: "list-events"},

	{id: "has-upload"},
	{id: "put-upload", body: "${picture}"},
	{id: "create-pack", body: `{"slug":"trial-two","creator":"studio-made","source_locale":"en","title":{"en":"Two"}}`},
	{id: "import-pack", body: `{"slug":"trial-three","creator":"studio-made","source_locale":"en","title":{"en":"Three"}}`},
	{id: "get-draft"},
	{id: "update-draft", body: `{"copyright":"© somebody"}`},
	{id: "add-sticker", body: `{"sha256":"${upload}","shortcode":"three","emoji":["🐯"],"alt":{"en":"The third"},"keywords":{"en":["three"]}}`},
	{id: "update-sticker", body: `{"alt":{"en":"The first of all"}}`},
	{id: "get-report"},
	{id: "export-pack"},
	{id: "report-export"},
	{id: "order-stickers", vars: map[string]string{"pack": "trial-free"}, body: `{"stickers":["${free2}","${free1}"]}`},
	{id: "remove-sticker", vars: map[string]string{"sticker": "${sticker2}"}},
	{id: "set-offers", body: `{"offers":[{"regions":["JP"],"price":{"amount":300,"currency":"JPY"}}]}`},
	{id: "set-waves", body: `{"waves":[{"name":"first","regions":["TH"]}]}`},
	{id: "set-tier", body: `{"currencies":{"KRW":2500},"regions":{"JP":{"amount":280,"currency":"JPY"}}}`},
	{id: "list-tiers"},
	{id: "get-tier"},
	{id: "bulk-offers", body: `{"packs":["${draft}"],"offers":[{"name":"","regions":["MY"]}],"withdraw":["VN"]}`},
	{id: "remove-tier"},
	{id: "estimate-offers", body: `{"offers":[{"regions":["JP"],"price":{"amount":300,"currency":"JPY"}}]}`},
	{id: "propose-offers", body: `{"offers":[{"regions":["PH"]}],"note":"a trial"}`},
	{id: "list-proposals"},
	{id: "list-open-proposals"},
	{id: "decide-proposal", vars: map[string]string{"proposal": "1"}, body: `{"decision":"declined","reason":"a trial"}`},
	{id: "submit-pack"},
	{id: "list-reviews", query: "?state=submitted"},
	{id: "review-pack", body: `{"decision":"rejected","reasons":[{"code":"other","note":"a trial"}]}`},
	{id: "list-releases"},
	{id: "list-reasons"},
	{id: "compare-release", vars: map[string]string{"release": "1"}},
	{id: "appeal-pack", body: `{"note":"a trial"}`},
	{id: "publish-pack", body: `{}`},
	{id: "rollback-pack", vars: paid, body: `{"release":1}`},

	{id: "place-order", body: `{"pack":"trial-free","region":"KR","pay_with":{"provider":"free"}}`},
	{id: "confirm-order", vars: map[string]string{"holder": "fan-reserved", "order": "${reserved}"}, body: `{"transaction":"txn-confirmed"}`},
	{id: "cancel-order", vars: map[string]string{"holder": "fan-reserved2", "order": "${reserved2}"}},
	{id: "list-orders"},
	{id: "get-order"},
	{id: "list-entitlements"},
	{id: "get-entitlement", vars: paid},
	{id: "check-entitlements", body: `{"holders":["fan"],"packs":["trial-paid"]}`},
	{id: "list-owned-packs"},
	{id: "get-owned-pack", vars: paid},
	{id: "get-archive", vars: paid},
	{id: "refund-order", body: `{"reason":"a trial"}`},

	{id: "stop-pack", vars: paid},
	{id: "ban-pack", vars: map[string]string{"pack": "trial-free"}},
	{id: "record-claim", vars: map[string]string{"pack": "trial-free"}, body: `{"claimant":"a trial","contact":"a@example.com","statement":"mine"}`},
	{id: "counter-claim", vars: map[string]string{"pack": "trial-free"}, body: `{"claimant":"a trial","contact":"a@example.com","statement":"ours"}`},
	{id: "list-claims", vars: map[string]string{"pack": "trial-free"}},
	{id: "lift-ban", vars: map[string]string{"pack": "trial-free"}, body: `{"reason":"a trial"}`},
	{id: "delete-pack", vars: map[string]string{"pack": "trial-two"}},
	{id: "erase-account", as: "somebody", body: `{"password":"${password}"}`},
}
