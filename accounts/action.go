package accounts

// Action is something that an actor may or may not do. Those of chat apps have the names of the
// scopes that open them.
type Action string

// The actions.
const (
	ReadCatalog     Action = "catalog:read"
	ReadOrders      Action = "orders:read"
	WriteOrders     Action = "orders:write"
	WriteRefunds    Action = "refunds:write"
	ApproveRefunds  Action = "refunds:approve" // decide on what a colleague asks to give back
	ReadHolders     Action = "holders:read"
	WriteHolders    Action = "holders:write"
	ReadStrings     Action = "strings:read"
	WriteStrings    Action = "strings:write"
	ReleaseStrings  Action = "strings:release" // cut releases of words, move channels
	ManageStrings   Action = "strings:manage"  // whether production follows the files
	AssignStrings   Action = "strings:assign"  // give translators work
	ManageWebhooks  Action = "webhooks:manage"
	ReadPacks       Action = "packs:read"     // drafts, reports, releases under review
	WritePacks      Action = "packs:write"    // drafts, uploads, import, submit
	ReadReviews     Action = "reviews:read"   // what waits for reviewers
	ReviewPacks     Action = "packs:review"   // approve or reject a release
	PublishPacks    Action = "packs:publish"  // put an approved release on sale, stop it, roll back
	PublishDirect   Action = "packs:direct"   // put a release on sale without review
	WriteOffers     Action = "offers:write"   // prices, windows, waves
	WriteSections   Action = "sections:write" // the front page
	ManageFurniture Action = "store:manage"   // creators, brands, collabs, what else the store is made of
	ReadPasses      Action = "passes:read"    // what passes there are, and how many have them
	OwnAccount      Action = "account:own"    // what one decides about oneself
	ManageAccounts  Action = "accounts:manage"
	ManageApps      Action = "apps:manage" // and their keys
	ReadReports     Action = "reports:read"
	ReadStatements  Action = "statements:read" // what was sold and earned; creators read their own
	WriteContracts  Action = "contracts:write" // how sales are shared out
	WriteTaxes      Action = "taxes:write"
	PayCreators     Action = "payouts:write"  // write down what was paid
	WriteProfiles   Action = "profiles:write" // how one is paid
	ReadAudit       Action = "audit:read"
)

// permission says who may take an action: apps with a scope ("" is no app), staff with a role.
type permission struct {
	scope Scope
	roles []Role
}

// permissions is the whole of who may do what.
var permissions = map[Action]permission{
	ReadCatalog:     {CatalogRead, Roles()},
	ReadOrders:      {OrdersRead, []Role{Finance, Support, Operator, Auditor}},
	WriteOrders:     {OrdersWrite, nil},
	WriteRefunds:    {RefundsWrite, []Role{Finance, Support, Operator}},
	ApproveRefunds:  {"", []Role{Finance, Operator}},
	ReadHolders:     {HoldersRead, []Role{Support, Operator, Auditor}},
	WriteHolders:    {HoldersWrite, []Role{Support, Operator}},
	ReadStrings:     {StringsRead, Roles()},
	WriteStrings:    {StringsWrite, []Role{Translator, Operator}},
	ReleaseStrings:  {"", []Role{Editor, Operator}},
	ManageStrings:   {"", []Role{Operator}},
	AssignStrings:   {"", []Role{Editor, Operator}},
	ManageWebhooks:  {WebhooksManage, []Role{Operator}},
	ReadPacks:       {"", []Role{Designer, Translator, Reviewer, Editor, Finance, Support, Operator, Auditor}},
	WritePacks:      {"", []Role{Designer, Operator}},
	ReadReviews:     {"", []Role{Reviewer, Operator, Auditor}},
	ReviewPacks:     {"", []Role{Reviewer}},
	PublishPacks:    {"", []Role{Editor, Operator}},
	PublishDirect:   {"", []Role{Operator}},
	WriteOffers:     {"", []Role{Editor, Finance, Operator}},
	WriteSections:   {"", []Role{Editor, Operator}},
	ManageFurniture: {"", []Role{Editor, Operator}},
	ReadPasses:      {"", []Role{Editor, Support, Operator, Auditor}},
	OwnAccount:      {"", Roles()},
	ManageAccounts:  {"", []Role{Operator}},
	ManageApps:      {"", []Role{Operator}},
	ReadReports:     {"", []Role{Finance, Operator, Auditor}},
	ReadStatements:  {"", []Role{Designer, Finance, Operator, Auditor}},
	WriteContracts:  {"", []Role{Finance, Operator}},
	WriteTaxes:      {"", []Role{Finance, Operator}},
	PayCreators:     {"", []Role{Finance, Operator}},
	WriteProfiles:   {"", []Role{Designer, Finance, Operator}},
	ReadAudit:       {"", []Role{Operator, Auditor}},
}
