package main

import (
	"bytes"
	"strings"

	"github.com/spf13/cobra"
)

// commaInBash mends cobra's script for bash, which escapes words by printf %q and compares them with what was typed: from bash 5 on that escapes commas, which
// nobody types, so that nothing was offered after the first name of a list such as --fields a,b.
var commaInBash = strings.NewReplacer(
	`comp=$(printf "%q" "${compline%%$tab*}")`+"\n", `comp=$(printf "%q" "${compline%%$tab*}")`+"\n        comp=${comp//\\\\,/,}\n",
	`COMPREPLY[0]=$(printf "%q" "${COMPREPLY[0]%%$tab*}")`+"\n", `COMPREPLY[0]=$(printf "%q" "${COMPREPLY[0]%%$tab*}")`+"\n        COMPREPLY[0]=${COMPREPLY[0]//\\\\,/,}\n",
	`COMPREPLY[0]=$(printf "%q" "${COMPREPLY[0]}")`+"\n", `COMPREPLY[0]=$(printf "%q" "${COMPREPLY[0]}")`+"\n            COMPREPLY[0]=${COMPREPLY[0]//\\\\,/,}\n",
	`< <(printf "%q\n" "${completions[@]}")`+"\n", `< <(printf "%q\n" "${completions[@]}")`+"\n        completions=(\"${completions[@]//\\\\,/,}\")\n",
	`< <(printf "%q\n" "${completions[@]%%$tab*}")`+"\n", `< <(printf "%q\n" "${completions[@]%%$tab*}")`+"\n        completions=(\"${completions[@]//\\\\,/,}\")\n",
	`< <(printf "%q\n" "${COMPREPLY[@]}")`+"\n", `< <(printf "%q\n" "${COMPREPLY[@]}")`+"\n        COMPREPLY=(\"${COMPREPLY[@]//\\\\,/,}\")\n",
)

// bashCompletion prints the script for bash.
func bashCompletion(cmd *cobra.Command, _ []string) error {
	bare, err := cmd.Flags().GetBool("no-descriptions")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := cmd.Root().GenBashCompletionV2(&b, !bare); err != nil {
		return err
	}
	_, err = commaInBash.WriteString(cmd.OutOrStdout(), b.String())
	return err
}

// completeHelp offers commands and topics to help; cobra's own offers no topics.
func completeHelp(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	at := cmd.Root()
	if len(args) > 0 {
		found, rest, err := at.Find(args)
		if err != nil || found == nil || len(rest) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		at = found
	}
	var out []cobra.Completion
	for _, c := range at.Commands() {
		if (c.IsAvailableCommand() || c.IsAdditionalHelpTopicCommand()) && !c.Hidden && strings.HasPrefix(c.Name(), typed) {
			out = append(out, cobra.CompletionWithDesc(c.Name(), c.Short))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
