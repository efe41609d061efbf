package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/app/remote"
	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/journal"
)

// commandLine is who acts in the journal when an operator works on the database itself.
var commandLine = journal.Origin{Actor: "command-line"}

// adminCommands work on the database that the settings name, also while the server runs.
type adminCommands struct {
	App struct {
		Create appCreate `cmd:"" help:"Register a chat app and print its key, this once."`
	} `cmd:"" help:"Chat apps."`
	Key struct {
		Issue  keyIssue  `cmd:"" help:"Print a further key of an app, this once."`
		Revoke keyRevoke `cmd:"" help:"End a key: here at once, in running servers within seconds."`
		List   keyList   `cmd:"" help:"List the keys of an app or account."`
	} `cmd:"" help:"Keys."`
	Account struct {
		Create        accountCreate        `cmd:"" help:"Make a staff account and print its password and key, this once."`
		ResetPassword accountResetPassword `cmd:"" help:"Print a new password of an account, this once."`
	} `cmd:"" help:"Staff accounts."`
	Creator struct {
		Create creatorCreate `cmd:"" help:"Register who makes packs, and the designer's account that they belong to."`
	} `cmd:"" help:"Creators."`
	SigningKey signingKey `cmd:"" help:"Print the public key that signatures of words are verified with."`
}

// withAccounts runs an act on the accounts in the database.
func withAccounts(ctx context.Context, c *config.Config, act func(*accounts.Service) error) error {
	db, err := openDatabase(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return errors.Join(act(accounts.NewService(db.Accounts(), time.Now)), db.Close())
}

// say prints a report: as JSON, or as lines of name and value.
func say(p *Process, asJSON bool, report map[string]any, names ...string) error {
	if asJSON {
		return remote.PrintJSON(p.Stdout, report)
	}
	for _, name := range names {
		_, err := fmt.Fprintf(p.Stdout, "%-10s%v\n", name, report[name])
		if err != nil {
			return err
		}
	}
	return nil
}

type appCreate struct {
	Name  string   `arg:"" help:"Name of the app."`
	Scope []string `help:"What its key may do, for example orders:write. May be repeated." required:""`
	JSON  bool     `name:"json" help:"Print JSON."`
}

// Run registers a chat app.
func (a appCreate) Run(ctx context.Context, p *Process, c *config.Config) error {
	return withAccounts(ctx, c, func(s *accounts.Service) error {
		app, token, err := s.CreateApp(ctx, commandLine, a.Name, scopes(a.Scope))
		if err != nil {
			return err
		}
		return say(p, a.JSON, map[string]any{"app": app.ID, "key": token}, "app", "key")
	})
}

type keyIssue struct {
	App   string   `arg:"" help:"Id of the app."`
	Scope []string `help:"What the key may do. May be repeated." required:""`
	Test  bool     `help:"A key on a ledger of its own."`
	JSON  bool     `name:"json" help:"Print JSON."`
}

// Run issues a further key.
func (k keyIssue) Run(ctx context.Context, p *Process, c *config.Config) error {
	mode := accounts.Live
	if k.Test {
		mode = accounts.Test
	}
	return withAccounts(ctx, c, func(s *accounts.Service) error {
		key, token, err := s.IssueKey(ctx, commandLine, k.App, mode, scopes(k.Scope))
		if err != nil {
			return err
		}
		return say(p, k.JSON, map[string]any{"id": key.ID, "key": token}, "id", "key")
	})
}

type keyRevoke struct {
	Key string `arg:"" help:"Id of the key (key_…)."`
}

// Run ends a key.
func (k keyRevoke) Run(ctx context.Context, c *config.Config) error {
	return withAccounts(ctx, c, func(s *accounts.Service) error { return s.RevokeKey(ctx, commandLine, k.Key) })
}

type keyList struct {
	Owner string `arg:"" help:"Id of the app or account."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

// Run lists keys, without their secrets.
func (k keyList) Run(ctx context.Context, p *Process, c *config.Config) error {
	return withAccounts(ctx, c, func(s *accounts.Service) error {
		keys, err := s.Keys(ctx, k.Owner)
		if err != nil {
			return err
		}
		rows := make([]map[string]any, len(keys))
		for i, key := range keys {
			rows[i] = map[string]any{"id": key.ID, "mode": key.Mode, "scopes": key.Scopes, "created_at": key.CreatedAt, "revoked_at": key.RevokedAt}
		}
		if k.JSON {
			return remote.PrintJSON(p.Stdout, map[string]any{"keys": rows})
		}
		for _, key := range keys {
			state := "live"
			if !key.LiveAt(time.Now()) {
				state = "ended"
			}
			fmt.Fprintf(p.Stdout, "%s  %-5s  %-5s  %v\n", key.ID, key.Mode, state, key.Scopes)
		}
		return nil
	})
}

type accountCreate struct {
	Email  string   `arg:"" help:"E-mail address to sign in with."`
	Role   []string `help:"What the account is for: ${roles}. May be repeated." required:""`
	Locale []string `help:"Locales that a translator may word. May be repeated; all when left out."`
	JSON   bool     `name:"json" help:"Print JSON."`
}

// Run makes a staff account.
func (a accountCreate) Run(ctx context.Context, p *Process, c *config.Config) error {
	wanted := accounts.NewAccount{Email: a.Email}
	for _, role := range a.Role {
		wanted.Roles = append(wanted.Roles, accounts.Role(role))
	}
	for _, locale := range a.Locale {
		tag, err := language.Parse(locale)
		if err != nil {
			return usageError{err}
		}
		wanted.Locales = append(wanted.Locales, tag)
	}
	return withAccounts(ctx, c, func(s *accounts.Service) error {
		account, secrets, err := s.CreateAccount(ctx, commandLine, wanted)
		if err != nil {
			return err
		}
		report := map[string]any{"account": account.ID, "password": secrets.Password, "key": secrets.Token}
		return say(p, a.JSON, report, "account", "password", "key")
	})
}

type accountResetPassword struct {
	Account string `arg:"" help:"E-mail address or id."`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// Run gives an account a new password and ends its sessions.
func (a accountResetPassword) Run(ctx context.Context, p *Process, c *config.Config) error {
	return withAccounts(ctx, c, func(s *accounts.Service) error {
		password, err := s.ResetPassword(ctx, commandLine, a.Account)
		if err != nil {
			return err
		}
		return say(p, a.JSON, map[string]any{"account": a.Account, "password": password}, "account", "password")
	})
}

func scopes(names []string) []accounts.Scope {
	all := make([]accounts.Scope, len(names))
	for i, name := range names {
		all[i] = accounts.Scope(name)
	}
	return all
}

// roleNames lists the roles for help texts.
func roleNames() string {
	names := make([]string, 0, len(accounts.Roles()))
	for _, role := range accounts.Roles() {
		names = append(names, string(role))
	}
	return strings.Join(names, ", ")
}

type migrateCommand struct {
	Status bool `help:"List the migrations alone."`
	JSON   bool `name:"json" help:"Print JSON."`
}

// Run brings the database up to date, and says what was done when.
func (m migrateCommand) Run(ctx context.Context, p *Process, c *config.Config) error {
	open := openDatabase
	if m.Status {
		open = openUnmigrated
		_, err := os.Stat(c.DatabaseFile())
		if c.DatabaseURL == "" && err != nil {
			return fmt.Errorf("there is no database yet: %w", err)
		}
	}
	db, err := open(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	all, err := db.Migrations(ctx)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	if m.JSON {
		return errors.Join(remote.PrintJSON(p.Stdout, map[string]any{"migrations": all}), db.Close())
	}
	for _, migration := range all {
		state := "waiting"
		if !migration.AppliedAt.IsZero() {
			state = migration.AppliedAt.UTC().Format(time.RFC3339)
		}
		fmt.Fprintf(p.Stdout, "%-28s%s\n", migration.Name, state)
	}
	return db.Close()
}

type openAPICommand struct{}

// Run prints the contract. It needs no database: a folder that is thrown away stands in for one.
func (openAPICommand) Run(ctx context.Context, p *Process) error {
	document, err := contract(ctx, p.Version)
	if err != nil {
		return err
	}
	_, err = p.Stdout.Write(append(document, '\n'))
	return err
}
