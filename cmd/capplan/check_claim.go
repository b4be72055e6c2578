package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/profile"
)

// readClaim turns a claim into the flags that ask the same question, so that it can be asked again with estimate.
func (c *checking) readClaim(cmd *cobra.Command, text string) error {
	claim, err := check.ParseClaim(text)
	if err != nil {
		return usageError{err}
	}
	c.claim = claim
	for _, s := range startFlags {
		if cmd.Flags().Changed(s.name) {
			return usagef("--%s and the claim's %s are two starting points; leave one out", s.name, claim.Asked)
		}
	}
	if cmd.Flags().Changed("by") {
		return usagef("--by divides shares, and a claim is about one chip")
	}
	set := func(flag, value string) error {
		if value == "" {
			return nil
		}
		if f := cmd.Flags().Lookup(flag); f.Changed && f.Value.String() != value {
			return usagef("--%s %s and the claim's %s contradict each other; leave one out", flag, f.Value.String(), value)
		}
		return cmd.Flags().Set(flag, value)
	}
	if err := errors.Join(cmd.Flags().Set("gw", claim.Asked), set("basis", claim.Basis), set("precision", claim.Precision)); err != nil {
		return err
	}
	return c.claimChip(cmd)
}

// claimChip finds the chip that a claim names, and makes it the question's.
func (c *checking) claimChip(cmd *cobra.Command) error {
	if c.claim.Chip.Text == "" {
		for _, id := range c.chips {
			if strings.Contains(id, "=") {
				return usagef("--chip %s: a claim is about one chip and takes no shares", id)
			}
		}
		return nil
	}
	var a asked
	if err := c.readLibrary(cmd, &a); err != nil {
		return err
	}
	chip, name, err := chipOf(a.library, c.claim)
	if err != nil {
		return usageError{err}
	}
	if racks := chip.Values[accelerators.RacksPerUnit.Spec]; c.claim.Servers && racks.Mid() >= 1 && !strings.Contains(chip.ID, "server") {
		at := c.claim.Chip
		return usageError{&check.SyntaxError{Text: c.claim.Text, At: at.At, Part: at.Text, Problem: "a system of " + chip.Name + " fills racks, and how many servers are in it is in no profile",
			Advice: fmt.Sprintf("count systems or racks, such as %q", c.claim.Asked+" is "+c.claim.Amount.Text+" systems of "+chip.ID)}}
	}
	for _, id := range c.chips {
		if given, err := a.library.Accelerator(strings.TrimSpace(id)); err != nil || given.ID != chip.ID {
			return usagef("--chip %s and the claim's %s are two chips; leave one out", id, c.claim.Chip.Text)
		}
	}
	c.chips = []string{name} // so that an alias is remarked on as always
	return nil
}

// chipOf is the chip of a claim, and under which name the library has it.
func chipOf(lib *profile.Library, claim *check.Claim) (*accelerators.Accelerator, string, error) {
	var first error
	for _, name := range claim.Names() {
		chip, err := lib.Accelerator(name)
		var unknown *profile.UnknownError
		switch {
		case err == nil:
			return chip, name, nil
		case !errors.As(err, &unknown):
			return nil, "", err
		case first == nil || unknown.Since != "" || unknown.Meant != "" && !strings.Contains(first.Error(), "did you mean"):
			first = err
		}
	}
	wrong := &check.SyntaxError{Text: claim.Text, At: claim.Chip.At, Part: claim.Chip.Text, Problem: first.Error()}
	if near := check.NearestForm(claim.Text); near != "" && !strings.Contains(wrong.Problem, "did you mean") {
		wrong.Advice = "write " + near + " if that is meant"
	}
	if words := strings.Fields(strings.TrimSuffix(strings.ToLower(claim.Chip.Text), "s")); len(words) > 1 && words[len(words)-1] == "superchip" {
		// How many packages a superchip has is in no profile, so it is not guessed.
		wrong.Problem, wrong.Advice = "superchips cannot be claimed", "claim the chips in them: where a superchip has two, 400k superchips are 800k chips"
	}
	return nil, "", wrong
}
