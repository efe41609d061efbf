package frame

// Notice tells on a page what happened. Its template is notice.
type Notice struct {
	Kind  string // good, bad or plain: a class
	Title string
	Text  string // "" for none
}

// Bad is the notice of a failure.
func (w Wording) Bad() *Notice { return &Notice{Kind: "bad", Title: w.Title, Text: w.Detail} }

// Good is the notice of something done. id is the message's.
func (v *Visit) Good(id string, facts ...any) *Notice {
	return &Notice{Kind: "good", Title: v.Voice.T(id, facts...)}
}
