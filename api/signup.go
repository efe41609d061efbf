package api

// Agreement is what those who sign up accept.
type Agreement struct {
	Version string `json:"version"`
	Text    string `json:"text" doc:"in the caller's language where it is there in it; paragraphs are an empty line apart"`
	SignUp  bool   `json:"sign_up" doc:"whether anyone may sign up"`
}

// NewSignUp asks for a designer's account.
type NewSignUp struct {
	Email     string `json:"email" maxLength:"254"`
	Studio    string `json:"studio" minLength:"1" maxLength:"80" doc:"name of the creator whose packs these will be"`
	Password  string `json:"password" maxLength:"1024"`
	Agreement string `json:"agreement" doc:"version that is accepted"`
	Language  string `json:"language,omitempty" maxLength:"35" doc:"BCP 47, of mails; that of the request when left out"`
}

// SignUpConfirmation makes the account of a sign-up.
type SignUpConfirmation struct {
	Token    string `json:"token" maxLength:"200" doc:"from the mail"`
	Password string `json:"password" maxLength:"1024"`
}

// Acceptance accepts a version of the agreement.
type Acceptance struct {
	Version string `json:"version" maxLength:"100"`
}

// Erasure deletes one's own account.
type Erasure struct {
	Password string `json:"password" maxLength:"1024"`
}
