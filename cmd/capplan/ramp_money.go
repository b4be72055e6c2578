package main

import (
	"slices"

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
