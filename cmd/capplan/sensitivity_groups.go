package main

import (
	"path"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
)

// readGroups reads --group: NAME=PATTERN[,PATTERN]. A pattern means inputs that the metrics depend on; naming a group twice adds to it.
func readGroups(texts []string, study *answer.Study) ([]answer.Group, error) {
	var out []answer.Group
	for _, text := range texts {
		name, patterns, ok := strings.Cut(text, "=")
		if name = strings.TrimSpace(name); !ok || name == "" || strings.TrimSpace(patterns) == "" {
			return nil, usagef("--group %s: NAME=PATTERN is wanted, such as site=site.*", text)
		}
		k := slices.IndexFunc(out, func(g answer.Group) bool { return g.Name == name })
		if k < 0 {
			k = len(out)
			out = append(out, answer.Group{Name: name})
		}
		out[k].Texts = append(out[k].Texts, text)
		for _, pattern := range strings.Split(patterns, ",") {
			inputs, err := matching(strings.TrimSpace(pattern), study)
			if err != nil {
				return nil, usagef("--group %s: %w", text, err)
			}
			for _, in := range inputs {
				for _, g := range out {
					if g.Name != name && slices.Contains(g.Inputs, in) {
						return nil, usagef("--group %s: %s is in group %s already", text, in, g.Name)
					}
				}
				if !slices.Contains(out[k].Inputs, in) {
					out[k].Inputs = append(out[k].Inputs, in)
				}
			}
		}
	}
	return out, nil
}

// matching lists the inputs that a pattern means. One that has no part in the metrics is a mistake, as one that does not exist is.
func matching(pattern string, study *answer.Study) ([]string, error) {
	inputs := study.Inputs()
	out, err := match(pattern, inputs)
	if err != nil {
		return nil, usagef("%q is not a pattern: * stands for any ending, ? for one character", pattern)
	}
	if len(out) > 0 {
		return out, nil
	}
	if idle, _ := match(pattern, study.Idle()); len(idle) > 0 {
		return nil, usagef("none of the metrics depends on %s", strings.Join(idle, ", "))
	}
	return nil, usagef("%q matches no input of this question that varies%s", pattern, didYouMean(pattern, slices.Concat(inputs, families(inputs))))
}

// match lists the names that a pattern fits; one of a member fits with or without the member.
func match(pattern string, names []string) ([]string, error) {
	var out []string
	for _, name := range names {
		_, bare, ofMember := strings.Cut(name, ":")
		fits, err := path.Match(pattern, name)
		if err == nil && !fits && ofMember {
			fits, err = path.Match(pattern, bare)
		}
		if err != nil {
			return nil, err
		}
		if fits {
			out = append(out, name)
		}
	}
	return out, nil
}

// families are the patterns that mean whole kinds of inputs, such as site.*, to be suggested.
func families(inputs []string) []string {
	var out []string
	for _, in := range inputs {
		_, bare, ofMember := strings.Cut(in, ":")
		if !ofMember {
			bare = in
		}
		kind, _, _ := strings.Cut(bare, ".")
		if !slices.Contains(out, kind+".*") {
			out = append(out, kind+".*")
		}
	}
	return out
}
