package report

import (
	"io"
	"strconv"
	"strings"
)

// Surface is the command line as data: what there is to type, and what it means.
type Surface struct {
	Commands  []CommandInfo // depth first, in the order of the alphabet
	Topics    []TopicInfo
	ExitCodes []ExitCode
	Settings  []SettingInfo
}

// CommandInfo describes a command that does something, with what all of its parents add to it.
type CommandInfo struct {
	Path      string // without the program's name: "profiles list"
	Use       string // the whole usage line: "capplan explain QUANTITY"
	Short     string // one line
	Long      string // more lines; may be empty
	Examples  []string
	Flags     []FlagInfo
	ExitCodes []int    // those that it can end with
	Formats   []string // of --format; empty if it has none
	Charts    []string // of --chart; empty if it has none
}

// FlagInfo describes a flag.
type FlagInfo struct {
	Name, Short string   // without hyphens; Short is one letter or empty
	Type        string   // text, list, boolean, whole number
	Kind        string   // what the text names or measures: chip, site, quantity, input, date, file, power, ...; may be empty
	Unit        string   // the base unit of a measure; may be empty
	Bare        string   // the unit of a number that has none; may be empty
	Units       []string // that may be written
	Default     string
	Values      []string // the words that it takes, where they are few and fixed
	Repeatable  bool     // it may be given more than once
	Usage       string
	Setting     string // the variable of the environment that changes its default; may be empty
}

// TopicInfo is a page of help.
type TopicInfo struct{ Name, Short, Text string }

// ExitCode is a code that the program ends with.
type ExitCode struct {
	Code    int
	Meaning string
}

// SettingInfo is a setting of the environment or of a project.
type SettingInfo struct {
	Variable, Key string
	Default       string
	Meaning       string
	Values        []string
	Decides       bool // figures depend on it, and answers name it
}

// Describe writes the command line as data. Errors are those of the writer.
func Describe(w io.Writer, s *Surface, o Options) error {
	return o.write(w, output{
		document: func() *document {
			d := &document{kind: "describe"}
			for i := range s.Commands {
				d.add(commandBlock{&s.Commands[i]})
			}
			if len(s.Topics) > 0 {
				g := grid{title: "Exit codes", columns: []column{{head: "Code", right: true}, {head: "Meaning", flow: true}}}
				for _, c := range s.ExitCodes {
					g.rows = append(g.rows, gridRow{cells: []cell{text(strconv.Itoa(c.Code)), text(c.Meaning)}})
				}
				d.add(g)
			}
			return d
		},
		tree:    func() object { return surfaceTree(s) },
		records: func() *records { return surfaceRecords(s) },
	})
}

func surfaceTree(s *Surface) object {
	commands, topics, codes, settings := list{}, list{}, list{}, list{}
	for _, c := range s.Commands {
		commands = append(commands, commandTree(c))
	}
	for _, t := range s.Topics {
		topics = append(topics, object{{"name", t.Name}, {"summary", t.Short}, {"text", t.Text}})
	}
	for _, c := range s.ExitCodes {
		codes = append(codes, inline{{"code", c.Code}, {"meaning", c.Meaning}})
	}
	for _, x := range s.Settings {
		settings = append(settings, inline{{"variable", x.Variable}, {"key", x.Key}, {"default", orNull(x.Default)}, {"meaning", x.Meaning}, {"values", strs(x.Values)},
			{"decides", x.Decides}})
	}
	return object{{"program", "capplan"}, {"commands", commands}, {"topics", topics}, {"exit_codes", codes}, {"settings", settings}}
}

func commandTree(c CommandInfo) object {
	flags := list{}
	for _, f := range c.Flags {
		one := inline{{"name", f.Name}, {"short", orNull(f.Short)}, {"type", f.Type}, {"kind", orNull(f.Kind)}, {"default", orNull(f.Default)},
			{"values", strs(f.Values)}, {"repeatable", f.Repeatable}}
		if f.Unit != "" {
			one = append(one, field{"unit", f.Unit}, field{"bare_unit", orNull(f.Bare)}, field{"units", strs(f.Units)})
		}
		flags = append(flags, append(one, field{"setting", orNull(f.Setting)}, field{"meaning", f.Usage}))
	}
	codes := list{}
	for _, x := range c.ExitCodes {
		codes = append(codes, x)
	}
	return object{{"command", c.Path}, {"usage", c.Use}, {"summary", c.Short}, {"description", orNull(c.Long)}, {"examples", strs(c.Examples)}, {"flags", flags},
		{"exit_codes", codes}, {"formats", strs(c.Formats)}, {"charts", strs(c.Charts)}}
}

// surfaceRecords has a row for each flag, and one without a flag for each command that has none.
func surfaceRecords(s *Surface) *records {
	out := &records{columns: []string{"command", "flag", "short", "type", "kind", "unit", "bare_unit", "default", "values", "repeatable", "setting", "meaning"}}
	for _, c := range s.Commands {
		if len(c.Flags) == 0 {
			out.add(c.Path, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, c.Short)
		}
		for _, f := range c.Flags {
			out.add(c.Path, f.Name, orNull(f.Short), f.Type, orNull(f.Kind), orNull(f.Unit), orNull(f.Bare), orNull(f.Default), orNull(strings.Join(f.Values, " ")), f.Repeatable,
				orNull(f.Setting), f.Usage)
		}
	}
	return out
}

// commandBlock shows a command.
type commandBlock struct{ c *CommandInfo }

func (b commandBlock) text(o Options) []string {
	out := []string{o.paint("capplan "+b.c.Path, strong)}
	out = append(out, wrap("    "+o.clean(b.c.Short), o.Width, 0)...)
	g := grid{columns: []column{{head: "Flag"}, {head: "Type"}, {head: "Default"}, {head: "Meaning", flow: true}}}
	for _, f := range b.c.Flags {
		g.rows = append(g.rows, gridRow{cells: []cell{text(f.written()), text(f.typeText()), text(f.Default), text(f.Usage)}})
	}
	if len(g.rows) > 0 {
		out = append(append(out, ""), g.text(o)...)
	}
	return out
}

func (b commandBlock) markdown(o Options) string { return commandPage(b.c, "##", o) }

// written is the flag as it is typed.
func (f FlagInfo) written() string {
	if f.Short != "" {
		return "-" + f.Short + ", --" + f.Name
	}
	return "--" + f.Name
}

// typeText says in a word or two what the flag takes.
func (f FlagInfo) typeText() string {
	t := f.Type
	if f.Kind != "" {
		t = f.Kind
	}
	if f.Repeatable {
		t += " ..."
	}
	return t
}
