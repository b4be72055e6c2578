package main

import (
	"bytes"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// fitHelp makes help fit the terminal that it is read at: text is written in long lines, which a narrow terminal would break in the middle of words. What
// is piped has its lines as they are.
func fitHelp(root *cobra.Command) {
	usual := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		out := cmd.OutOrStdout()
		width := widthOf(out)
		if width == 0 {
			usual(cmd, args)
			return
		}
		var b bytes.Buffer
		cmd.Root().SetOut(&b)
		usual(cmd, args)
		cmd.Root().SetOut(out)
		_, _ = io.WriteString(out, fitted(b.String(), width)) // the writer remembers its error
	})
}

// widthOf is the width of the terminal that a writer writes to, 0 if it is none.
func widthOf(w io.Writer) int {
	if r, is := w.(*remembering); is {
		w = r.w
	}
	f, isFile := w.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0
	}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
		return width
	}
	return 80
}

// fitted breaks the lines of a text that are longer than a width, between words. What follows is indented as the line is, or, in a list of two columns, as its
// second column.
func fitted(s string, width int) string {
	var b strings.Builder
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		indent := hanging(line)
		if indent > width*2/3 {
			indent = len(line) - len(strings.TrimLeft(line, " ")) + 2
		}
		for utf8.RuneCountInString(line) > width {
			at := cutAt(line, width, indent)
			if at < 0 {
				break
			}
			b.WriteString(strings.TrimRight(line[:at], " ") + "\n")
			line = strings.Repeat(" ", indent) + strings.TrimLeft(line[at:], " ")
		}
		b.WriteString(line)
	}
	return b.String()
}

// hanging is the column at which the text of a line goes on below itself: that of its second column, which stands after three spaces, else that of its first word.
func hanging(line string) int {
	first := len(line) - len(strings.TrimLeft(line, " "))
	gap := strings.Index(line[first:], "   ")
	if gap < 0 {
		return first
	}
	rest := line[first+gap:]
	return first + gap + len(rest) - len(strings.TrimLeft(rest, " "))
}

// cutAt is the last space of a line at which its beginning fits; if none fits, the first at all; -1 if there is none.
func cutAt(line string, width, indent int) int {
	best, column := -1, 0
	for i, r := range line {
		if r == ' ' && i > indent {
			if column > width && best >= 0 {
				return best
			}
			best = i
			if column > width {
				return best
			}
		}
		if column++; column > width && best >= 0 {
			return best
		}
	}
	return best
}
