package e2e

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/app/remote"
)

// TestTranslatorSyncsFiles has a translator with a folder of files and one in the studio: what each changes
// reaches the other, and what both changed is named with both texts.
func TestTranslatorSyncsFiles(t *testing.T) {
	s := serve(t, t.TempDir())
	err := os.MkdirAll(filepath.Join(s.Data, "locales", "app"), 0o750)
	if err != nil {
		t.Fatal(err)
	}
	save(t, filepath.Join(s.Data, "locales", "app", "active.en.toml"), "hello = \"Hello\"\nbye = \"Goodbye\"\nthanks = \"Thank you\"\n")
	oleg, key := s.client(s.staff(t, "oleg@example.com", "translator")), s.staff(t, "mina@example.com", "translator")
	eventually(t, "the new project", time.Now().Add(10*time.Second), func() bool { _, err := oleg.TranslationProgress(t.Context(), "app"); return err == nil })
	set := func(id, text string) {
		t.Helper()
		must(oleg.SetTranslation(t.Context(), "app", "ru", id, "", api.TranslationEdit{Forms: map[string]string{"other": text}}))(t)
	}
	set("hello", "Привет")
	set("bye", "Пока")
	folder := t.TempDir()
	sync := func(command string) (string, error) {
		return s.run(t, "locale", command, folder, "--project", "app", "--server", s.URL, "--key", key)
	}
	out, err := sync("pull")
	file := filepath.Join(folder, "app", "active.ru.toml")
	if err != nil || !strings.Contains(contents(t, file), "Привет") || !strings.Contains(out, "5 changed in the store") {
		t.Fatalf("pull: %v %s\n%s", err, out, contents(t, file))
	}
	before := contents(t, file)
	if out, err = sync("pull"); err != nil || contents(t, file) != before || !strings.Contains(out, "0 changed in the store") {
		t.Errorf("pull again: %v %s", err, out)
	}
	save(t, file, "# by Mina\n"+strings.Replace(before, "Привет", "Здравствуй", 1)+"thanks = \"Спасибо\"\n")
	if out, err = sync("status"); err != nil || !strings.Contains(out, "2 changed here") {
		t.Errorf("status: %v %s", err, out)
	}
	if out, err = sync("push"); err != nil || !strings.Contains(out, "2 changed here") {
		t.Errorf("push: %v %s", err, out)
	}
	now := must(oleg.Translations(t.Context(), "app", api.TranslationQuery{Locale: "ru", ID: "hello"}))(t).Items[0]
	if now.Forms["other"] != "Здравствуй" {
		t.Errorf("pushed: %+v", now)
	}
	set("bye", "До свидания")
	set("thanks", "Благодарю")
	save(t, file, strings.Replace(contents(t, file), "Спасибо", "Спасибки", 1))
	out, err = sync("pull")
	if !errors.Is(err, remote.ErrConflicts) || !strings.Contains(out, "app/ru/thanks") || !strings.Contains(out, "Спасибки") || !strings.Contains(out, "Благодарю") {
		t.Errorf("conflict: %v %s", err, out)
	}
	if got := contents(t, file); !strings.Contains(got, "До свидания") || !strings.Contains(got, "Спасибки") || !strings.HasPrefix(got, "# by Mina\n") {
		t.Errorf("after the conflict:\n%s", got)
	}
}

func save(t *testing.T, file, content string) {
	t.Helper()
	err := os.WriteFile(file, []byte(content), 0o600)
	if err != nil {
		t.Fatal(err)
	}
}

func contents(t *testing.T, file string) string {
	t.Helper()
	return string(must(os.ReadFile(file))(t))
}
