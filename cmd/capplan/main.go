// Command capplan turns a power commitment into accelerators, racks, throughput, energy and money, with an honest range and a source for every number.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/suggest"
)

// version is the version of the program; the library of profiles carries its own date.
const version = "0.1.0"

// Exit codes, as `capplan help exit-codes` explains them.
const (
	exitOK         = 0
	exitFailed     = 1 // could not be done: a full disk, an unwritable file
	exitUsage      = 2 // the question or a file is wrong
	exitCheck      = 3 // a check was made and not passed, or a gate that was asked for failed
	exitInfeasible = 4
	exitBaseline   = 5 // the baseline to compare with is missing

	exitInterrupted = 130 // by a signal, as shells number it
)

// usageError is a mistake in the question, the flags or a file: exit 2.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// exitError ends the program with a code after all has been said.
type exitError int

// Error implements the error interface; it is never printed.
func (e exitError) Error() string { return fmt.Sprintf("exit %d", int(e)) }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

func main() {
	stopOnSignal()
	// A run is short: collecting its garbage sooner costs more than the memory is worth, unless there is much of it.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(64 << 20)
	os.Exit(run(streams{os.Stdin, os.Stdout, os.Stderr}, os.Args[1:]))
}

// streams are the process's standard streams, or a test's.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run executes one command line and returns the exit code.
func run(s streams, args []string) int {
	root := newRoot(s, onlyCommand(args))
	root.SetArgs(bareFields(args))
	help := &remembering{w: s.out}
	root.SetOut(help)
	err := knownCommand(root, args)
	if err == nil {
		var asked *cobra.Command
		asked, err = root.ExecuteC()
		err = blameSettings(asked, err)
	}
	if err == nil {
		err = help.err
	}
	if err == nil {
		return exitOK
	}
	var exit exitError
	if errors.As(err, &exit) {
		return int(exit)
	}
	fmt.Fprintln(s.err, "capplan: "+strings.TrimSpace(err.Error()))
	var usage usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	var infeasible *answer.InfeasibleError
	if errors.As(err, &infeasible) {
		return exitInfeasible
	}
	var check failed
	if errors.As(err, &check) {
		return exitCheck
	}
	return exitFailed
}

// remembering is a writer that keeps its first error: what prints help and scripts for shells drops it.
type remembering struct {
	w   io.Writer
	err error
}

// Write implements [io.Writer].
func (r *remembering) Write(b []byte) (int, error) {
	n, err := r.w.Write(b)
	r.err = firstError(r.err, err)
	return n, err
}

// knownCommand refuses a first word that is no command, before its flags are read as the program's own.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return nil
	}
	for _, c := range root.Commands() {
		if c.Name() == args[0] {
			return nil
		}
	}
	switch args[0] {
	case cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd: // cobra adds these itself
		return nil
	}
	return unknownCommand(root, args[0])
}

// bareFields lets --fields stand without a value, where it lists the fields: a following word is its value unless it is a flag.
func bareFields(args []string) []string {
	out := make([]string, 0, len(args))
	for i, a := range args {
		if a == "--" {
			return append(out, args[i:]...)
		}
		if a == "--fields" && (i+1 == len(args) || strings.HasPrefix(args[i+1], "-")) {
			a = "--fields=" + listFields
		}
		out = append(out, a)
	}
	return out
}

// commands are enrolled by the files of this package, one a subcommand.
var commands []enrolled

type enrolled struct {
	name  string // empty: built by every run
	build func(s streams) *cobra.Command
}

// enrol adds a subcommand. Where its name is given, only the runs that need it build it: its flags are most of what a start does.
func enrol(build func(s streams) *cobra.Command, name ...string) struct{} {
	commands = append(commands, enrolled{strings.Join(name, " "), build})
	return struct{}{}
}

// onlyCommand is the first word, if it is a command that needs no other to be built: unlike help, completion and a mistyped one.
func onlyCommand(args []string) string {
	for _, c := range commands {
		if len(args) > 0 && args[0] == c.name {
			return c.name
		}
	}
	return ""
}

// newRoot returns the program's command with its subcommands; all of them, or only the one of that name.
func newRoot(s streams, only string) *cobra.Command {
	root := &cobra.Command{
		Use:   "capplan",
		Short: "What a gigawatt of AI compute is: chips, racks, FLOP/s, energy, money",
		Long: `capplan turns a power commitment into accelerators, racks, throughput, energy and money,
with a range for everything and a source for every number.`,
		Example: `  capplan estimate --gw 2 --chip trainium2
  capplan mix --gw 2 --chip trainium3=0.6 --chip gb300=0.4`,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asked, err := cmd.Flags().GetBool("version"); err != nil || asked {
				return firstError(err, printVersion(s.out))
			}
			return shortHelp(cmd)
		},
	}
	root.Flags().Bool("version", false, "versions of the program, its library and Go, as capplan version prints them")
	root.SetUsageFunc(usage)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetFlagErrorFunc(flagError)
	root.PersistentFlags().Bool(noConfigFlag, false, "neither $"+settingPrefix+"* nor "+projectFile+" counts")
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if err := configure(cmd); err != nil {
			return err
		}
		noteIgnored(cmd)
		return nil
	}
	for _, c := range commands {
		if only == "" || c.name == only {
			root.AddCommand(c.build(s))
		}
	}
	completeSettings(root)
	valuesOnce(root)
	root.CompletionOptions.DisableDefaultCmd = only != ""
	fitHelp(root)
	if only == "" {
		strictHelp(root)
		strictCompletion(root)
	}
	return root
}

// strictHelp makes help refuse what it has no page for; cobra's own prints the usage and calls it a success.
func strictHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	help := child(root, "help")
	help.ValidArgsFunction = completeHelp
	print := help.Run
	help.Run = nil
	help.RunE = func(cmd *cobra.Command, args []string) error {
		at := root
		for _, word := range args {
			next := child(at, word)
			if next == nil {
				return unknownCommand(at, word)
			}
			at = next
		}
		print(cmd, args)
		return nil
	}
}

// strictCompletion makes completion refuse a shell that it does not know; cobra's own prints the usage and calls it a success.
func strictCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	completion := child(root, "completion")
	completion.Args = noSubcommand
	completion.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	for _, shell := range completion.Commands() {
		shell.Example = "  capplan completion " + shell.Name() + "\n  capplan completion " + shell.Name() + " --no-descriptions"
		shell.Long = strings.ReplaceAll(shell.Long, "#### ", "") // Markdown, which help and manual pages are not
		shell.Args = func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return usagef("%q is one word too many; the script of a shell takes none", args[0])
		}
		if shell.Name() == "bash" {
			shell.RunE = bashCompletion
		}
	}
}

// child is the subcommand of that name, or nil.
func child(cmd *cobra.Command, name string) *cobra.Command {
	for _, c := range cmd.Commands() {
		if c.Name() == name {
			return c
		}
	}
	return nil
}

// noSubcommand refuses the words after a command that has subcommands: they are none of them.
func noSubcommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return unknownCommand(cmd, args[0])
}

func unknownCommand(cmd *cobra.Command, name string) error {
	var known []string
	for _, c := range cmd.Commands() {
		if !c.Hidden {
			known = append(known, c.Name())
		}
	}
	path := strings.TrimPrefix(cmd.CommandPath()+" ", cmd.Root().Name()+" ")
	near := suggest.Suggest(name, known)
	if near != "" {
		near = "; did you mean " + path + near + "?"
	}
	return usagef("unknown command %q%s (%s --help lists what there is)", path+name, near, cmd.CommandPath())
}

// stopOnSignal ends the process at once on an interrupt and takes half-written files with it.
func stopOnSignal() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-c
		removeUnfinished()
		leaveRows(os.Stderr)
		os.Exit(exitInterrupted)
	}()
}
