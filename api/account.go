package api

// OwnAccount is one's own account.
type OwnAccount struct {
	ID     string   `json:"id"`
	Email  string   `json:"email"`
	Roles  []string `json:"roles"`
	Topics []string `json:"topics" doc:"what mails may be about"`
	Muted  []string `json:"muted" doc:"topics that no mails come about"`
}

// OwnAccountChange changes one's own account.
type OwnAccountChange struct {
	Muted []string `json:"muted" maxItems:"20" doc:"topics that no mails are to come about"`
}
