package api

import "time"

// OwnAccount is one's own account.
type OwnAccount struct {
	ID     string   `json:"id"`
	Email  string   `json:"email"`
	Roles  []string `json:"roles"`
	Topics []string `json:"topics" doc:"what mails may be about"`
	Muted  []string `json:"muted" doc:"topics that no mails come about"`

	Language string `json:"language" doc:"language of mails (BCP 47)"`
}

// OwnAccountChange changes one's own account.
type OwnAccountChange struct {
	Muted    []string `json:"muted,omitzero" maxItems:"20" doc:"topics that no mails are to come about; stays as it is when missing"`
	Language string   `json:"language,omitempty" maxLength:"35" doc:"language of mails (BCP 47): one that the store speaks; stays as it is when missing"`
}

// OwnSession is a browser or program that is signed in to one's own account.
type OwnSession struct {
	ID        string     `json:"id"`
	Browser   string     `json:"browser" doc:"name of a browser or program; empty when unknown"`
	System    string     `json:"system" doc:"name of what it runs on; empty when unknown"`
	CreatedAt time.Time  `json:"created_at"`
	LastUsed  *time.Time `json:"last_used" doc:"to about ten minutes"`
	Current   bool       `json:"current" doc:"this request came from it"`
}
