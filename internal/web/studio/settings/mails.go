package settings

import (
	"slices"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// letters are the languages that letters may be in. Chosen is the one that they come in.
func (r *room) letters(v *frame.Visit) []frame.Option {
	var all []frame.Option
	now := i18n.Locale(r.Words.Negotiate(v.Account.Language.String()))
	for _, locale := range r.Languages() {
		all = append(all, frame.Option{Value: locale.Tag().String(), Name: locale.NativeName(), Chosen: locale == now})
	}
	return all
}

// topics are what letters may be about: those that concern the reader's roles.
func topics(v *frame.Visit) []choice {
	var all []choice
	for _, topic := range accounts.Topics() {
		if concerns(v, topic) {
			all = append(all, choice{string(topic), v.Voice.T("studio.mails." + string(topic)), !slices.Contains(v.Account.Muted, topic)})
		}
	}
	return all
}

func concerns(v *frame.Visit, topic accounts.Topic) bool {
	switch topic {
	case accounts.TopicQueue:
		return v.Actor.Can(accounts.ReviewPacks)
	case accounts.TopicWords:
		return v.Actor.Can(accounts.WriteStrings) || v.Actor.Can(accounts.AssignStrings)
	}
	return v.Actor.Can(accounts.WritePacks)
}

// chooseMails keeps which letters are to come, and in which language. What the page does not offer stays as it was.
func (r *room) chooseMails(v *frame.Visit) error {
	form, err := v.FormParams()
	if err != nil {
		return err
	}
	muted := []accounts.Topic{}
	for _, topic := range accounts.Topics() {
		offered := concerns(v, topic)
		if offered && !slices.Contains(form["topic"], string(topic)) || !offered && slices.Contains(v.Account.Muted, topic) {
			muted = append(muted, topic)
		}
	}
	reads, err := accounts.SpokenOf(form.Get("language"), i18n.Tags(r.Languages()))
	if err == nil {
		err = r.Accounts.Speak(v.Request().Context(), v.Origin(), v.Account.ID, reads)
	}
	if err != nil {
		return err
	}
	err = r.Accounts.Mute(v.Request().Context(), v.Origin(), v.Account.ID, muted)
	if err != nil {
		return err
	}
	return v.Go(home + "?saved=1")
}
