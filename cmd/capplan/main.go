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
)

// version is the version of the program; the library of profiles carries its own date.
const version = "0.1.0"

// Exit codes, as `capplan help exit-codes` explains them.
const (
	exitOK         = 0
	exitFailed     = 1 // could not be done: a full disk, an unwritable file
	exitUsage      = 2 // the question or a file is wrong
	exitInfeasible = 4
)

// usageError is a mistake in the question, the flags or a file: exit 2.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

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
	root := newRoot(s)
	root.SetArgs(bareFields(args))
	err := knownCommand(root, args)
	if err == nil {
		err = root.Execute()
	}
	if err == nil {
		return exitOK
	}
	fmt.Fprintln(s.err, "capplan: "+strings.TrimSpace(err.Error()))
	var usage usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
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
	case "help", "completion", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd: // cobra adds these itself
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
var commands []func(s streams) *cobra.Command

func enrol(f func(s streams) *cobra.Command) struct{} {
	commands = append(commands, f)
	return struct{}{}
}

func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "capplan",
		Short: "What a gigawatt of AI compute is: chips, racks, FLOP/s, energy, money",
		Long: `capplan turns a power commitment into accelerators, racks, throughput, energy and money,
with a range for everything and a source for every number.`,
		Example: `  capplan estimate --gw 2 --chip trainium2
  capplan mix --gw 2 --chip trainium3=0.6 --chip gb300=0.4`,
		SilenceUsage:               true,
		SilenceErrors:              true,
		SuggestionsMinimumDistance: 2,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.HiddenDefaultCmd = false
	for _, c := range commands {
		root.AddCommand(c(s))
	}
	return root
}

func unknownCommand(cmd *cobra.Command, name string) error {
	msg := fmt.Sprintf("unknown command %q", name)
	if near := cmd.SuggestionsFor(name); len(near) > 0 {
		msg += "; did you mean " + near[0] + "?"
	}
	return usagef("%s (capplan --help lists the commands)", msg)
}

// stopOnSignal ends the process at once on an interrupt and takes half-written files with it.
func stopOnSignal() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-c
		removeUnfinished()
		leaveRows(os.Stderr)
		os.Exit(130)
	}()
}
