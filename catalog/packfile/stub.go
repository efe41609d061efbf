package packfile

type At struct{ File, Sticker, Pointer string }

func NewFinding(code string, at At) Finding { return Finding{Code: code, Pointer: at.Pointer} }
func Check(f File) []Finding                { return nil }
func Ready(f File) []Finding                { return nil }
func ValidCurrency(c string) bool           { return true }
func ValidSlug(c string) bool               { return true }
func ValidName(c string) bool               { return true }
