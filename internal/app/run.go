// Package app is the program: its commands, and the one place where every package is tied to the
// others. Run is all of it, so that tests call what main calls.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/internal/app/remote"
	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/journal"
)

// Process is what the operating system gives a program.
type Process struct {
	Args    []string // without the program's name
	Env     []string // NAME=value
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Version string

	// Executable is the program's own file. Uploads are decoded in processes of their own that run it;
	// without it in this one.
	Executable string
}

// commands is the command line.
type commands struct {
	config.Config `embed:""`

	Serve    serveCommand    `cmd:"" help:"Serve the store."`
	Migrate  migrateCommand  `cmd:"" help:"Bring the database up to date."`
	Admin    adminCommands   `cmd:"" help:"Apps, keys and accounts."`
	Pack     remote.Pack     `cmd:"" help:"Check packs and bring them into a store."`
	Locale   remote.Locale   `cmd:"" help:"Check locale files."`
	Audit    auditCommands   `cmd:"" help:"The audit log: whether it is still what was written."`
	Receipts receiptCommands `cmd:"" help:"Receipts: whether they are still what was issued."`
	Backup   backupCommand   `cmd:"" help:"Keep the whole store in one file, also while the server runs."`
	Restore  restoreCommand  `cmd:"" help:"Bring a backup into an empty store."`
	Health   healthCommand   `cmd:"" help:"Ask the server on this machine whether it is ready."`
	OpenAPI  openAPICommand  `cmd:"" name:"openapi" help:"Print the HTTP contract."`
	Settings configCommand   `cmd:"" name:"config" help:"Print the settings in force, secrets masked."`
	Version  versionCommand  `cmd:"" help:"Print the version."`

	DecodeWorker decodeWorkerCommand `cmd:"" name:"decode-worker" hidden:"" help:"Decode uploads for the process that started this one."`
}

// Run runs one command to its end. Errors are for the reader: main prints them and ends with ExitCode.
func Run(ctx context.Context, p Process) error {
	env, err := config.ReadEnvironment(p.Env)
	if err != nil {
		return usageError{err}
	}
	var c commands
	parser, err := kong.New(&c, kong.Name("hallyu"),
		kong.Description("Sticker store and localization service for chat apps."),
		kong.UsageOnError(), kong.Help(help), kong.Writers(p.Stdout, p.Stderr), kong.Resolvers(fromEnvironment(env)),
		kong.Vars{"roles": roleNames()}, kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(&p, env),
		kong.Exit(func(code int) { panic(exited(code)) }))
	if err != nil {
		return err
	}
	return parseAndRun(parser, &c, p)
}

// settingless are the commands that read no settings of the store.
var settingless = []string{"pack", "locale", "openapi", "version"}

// help prints what a command reads: settings of the server are none of a client's.
func help(options kong.HelpOptions, ctx *kong.Context) error {
	if command := ctx.Command(); slices.Contains(settingless, strings.SplitN(command, " ", 2)[0]) {
		for _, flag := range ctx.Model.Flags {
			flag.Hidden = flag.Hidden || flag.Name != "help"
		}
	}
	return kong.DefaultHelpPrinter(options, ctx)
}

// exited carries kong's wish to end the program, after --help, out of its parser.
type exited int

func parseAndRun(parser *kong.Kong, c *commands, p Process) (err error) {
	defer func() {
		thrown := recover()
		code, wantsOut := thrown.(exited)
		switch {
		case thrown != nil && !wantsOut:
			panic(thrown)
		case wantsOut && code != 0:
			err = usageError{errors.New("wrong usage")}
		}
	}()
	chosen, err := parser.Parse(p.Args)
	if err != nil {
		return usageError{err}
	}
	terminal := remote.Terminal{Stdout: p.Stdout, Stderr: p.Stderr, Language: readerLanguage(p.Env)}
	terminal.Decoder = func() (assets.Exporter, func() error) {
		d := openDecoder(&p, slog.New(slog.NewTextHandler(p.Stderr, nil)))
		return d.Exporter, d.close
	}
	return worded(chosen.Run(&c.Config, terminal), terminal.Language)
}

// fromEnvironment gives each flag the value of its HALLYU_* variable, which flags on the command line
// overrule.
func fromEnvironment(env config.Environment) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		value, set := env[config.Variable(flag.Name)]
		if !set {
			return nil, nil
		}
		return value, nil
	})
}

// readerLanguage is the reader's, from LC_ALL, LC_MESSAGES or LANG: "ko_KR.UTF-8" is ko-KR.
func readerLanguage(env []string) string {
	for _, name := range []string{"LC_ALL=", "LC_MESSAGES=", "LANG="} {
		for _, entry := range env {
			value, found := strings.CutPrefix(entry, name)
			value, _, _ = strings.Cut(value, ".")
			if found && value != "" && value != "C" && value != "POSIX" {
				return strings.ReplaceAll(value, "_", "-")
			}
		}
	}
	return "en"
}

// usageError is a command line or a setting that cannot be understood.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// The program's exit codes.
const (
	exitOK       = 0
	exitRefused  = 1 // findings that are errors, or the server refused
	exitUsage    = 2 // the command line or a setting cannot be understood, or locale files not read or written
	exitNotReady = 3 // the server, the database or the storage cannot be reached
)

// ExitCode is what the program ends with after Run returned err.
func ExitCode(err error) int {
	var usage usageError
	var problem *api.Problem
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage), errors.Is(err, remote.ErrFiles):
		return exitUsage
	case errors.As(err, &problem) && problem.Status < 500, errors.Is(err, remote.ErrFindings):
		return exitRefused
	case errors.As(err, &problem), errors.Is(err, remote.ErrUnreachable), errors.Is(err, journal.ErrStoreUnavailable):
		return exitNotReady
	}
	return exitRefused
}

// elsewhere are variables of flags that are no settings of the store.
var elsewhere = []string{config.Variable("server"), config.Variable("key"), config.Variable("demo")}

type versionCommand struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Run prints the version.
func (v versionCommand) Run(p *Process) error {
	if v.JSON {
		return remote.PrintJSON(p.Stdout, map[string]string{"version": p.Version})
	}
	_, err := fmt.Fprintln(p.Stdout, p.Version)
	return err
}

type configCommand struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Run prints the settings in force.
func (c configCommand) Run(p *Process, settings *config.Config, env config.Environment) error {
	for _, warning := range env.Unknown(elsewhere...) {
		fmt.Fprintln(p.Stderr, "warning:", warning)
	}
	if !c.JSON {
		_, err := fmt.Fprintln(p.Stdout, strings.Join(settings.Masked(), "\n"))
		return err
	}
	values := map[string]string{}
	for _, line := range settings.Masked() {
		name, value, _ := strings.Cut(line, "=")
		values[name] = value
	}
	return remote.PrintJSON(p.Stdout, values)
}
