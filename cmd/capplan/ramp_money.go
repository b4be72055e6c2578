package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/profile"
)

// readMoney applies the settings of single tranches of money, and leaves the others to those who read inputs.
func (c *ramping) readMoney(a *asked) error {
	for _, text := range c.set {
		if !profile.IsMoneySetting(text) {
			continue
		}
		if err := profile.SetMoney(c.scenario, text); err != nil {
			return usageError{err}
		}
		a.question.Set = append(a.question.Set, answer.Setting{Text: text, Origin: "--set"})
	}
	c.set = slices.DeleteFunc(slices.Clone(c.set), profile.IsMoneySetting)
	return nil
}

// completeMoney offers the settings of the scenario's money, where the scenario stands before them and can be read; standard input is left alone.
func completeMoney(cmd *cobra.Command, args []string) []cobra.Completion {
	lib := completing(cmd)
	if lib == nil || len(args) == 0 || args[0] == stdin {
		return nil
	}
	s, _, err := (&ramping{}).readScenario(lib, args[0])
	if err != nil {
		return nil
	}
	return profile.MoneySettings(s)
}
