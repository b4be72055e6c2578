package quantity

import (
	"strconv"
	"strings"
)

// text prints the node in the syntax of Go expressions, so that a test can parse it and hold it against what runs. A choice prints as choose(name,
// option 1, option 2, ...); where chosen, if not nil, knows the option of a choice, only that branch is printed.
func (n *node) text(chosen func(*Choice) (int, bool), outer int) string {
	switch n.op {
	case opConst:
		if n.name != "" {
			return n.name
		}
		return strconv.FormatFloat(n.value, 'g', -1, 64)
	case opRef:
		return n.spec.Name
	case opAdd:
		return n.infix(" + ", 1, 1, outer, chosen)
	case opSub:
		return n.infix(" - ", 1, 2, outer, chosen)
	case opMul:
		return n.infix(" * ", 2, 2, outer, chosen)
	case opDiv:
		return n.infix(" / ", 2, 3, outer, chosen)
	}
	args := make([]string, 0, len(n.args)+1)
	if n.op == opChoose {
		if chosen != nil {
			if i, ok := chosen(n.choice); ok {
				return n.args[i].text(chosen, outer)
			}
		}
		args = append(args, n.choice.Name)
	}
	for _, a := range n.args {
		args = append(args, a.text(chosen, 0))
	}
	return opNames[n.op] + "(" + strings.Join(args, ", ") + ")"
}

// infix prints a binary operator. The right operand of - and / binds tighter, so that a - (b - c) keeps its parentheses.
func (n *node) infix(sign string, level, right, outer int, chosen func(*Choice) (int, bool)) string {
	s := n.args[0].text(chosen, level) + sign + n.args[1].text(chosen, right)
	if outer > level {
		return "(" + s + ")"
	}
	return s
}

// walk calls f for every node of the formula, choices resolved where chosen knows them.
func (n *node) walk(chosen func(*Choice) (int, bool), f func(*node)) {
	if n.op == opChoose && chosen != nil {
		if i, ok := chosen(n.choice); ok {
			n.args[i].walk(chosen, f)
			return
		}
	}
	f(n)
	for _, a := range n.args {
		a.walk(chosen, f)
	}
}
