package main

import "github.com/spf13/cobra"

func (c *computing) shareCurve(cmd *cobra.Command, b *bestFlags, by string) error { return nil }
